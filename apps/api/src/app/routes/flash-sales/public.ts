import type { Sale } from '@flash/database';
import { bestEffort } from '@flash/shared-config';
import {
  endpoints,
  type LiveSale,
  type publicSaleList,
  requestIdHeader,
} from '@flash/shared-types';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { AppError } from '../../errors.ts';
import { isKnown, type ReadyAnswer, readyAnswer } from '../../services/shared/public-answers.ts';
import { iso, phaseAt, publicSaleOf } from '../../services/shared/wire.ts';
import { rawRoute } from '../route.ts';

const OVER = new Set(['ended', 'archived', 'cancelled']);
const PAST_MAX = 20;
const STALE_MS = 250;
/** Each sale with counts costs one read of Redis while people read the list. */
const COUNTED_MAX = 20;

/** What anyone may read of sales. */
export function publicSaleRoutes(app: FastifyInstance): void {
  const { saleCache, publicBoard, clock, log } = app.deps;
  const countsOf: CountsOf = async (saleId) => {
    const reading = publicBoard.snapshot(saleId);
    const shot = await bestEffort(log, 'read the counts of a listed sale', reading, null);
    return shot && { waiting: shot.waiting, free: shot.free, held: shot.held + shot.claimed };
  };
  // Up to a hundred sales with all their texts: made once for all who ask within a moment. A list that
  // was read again since, perhaps because a sale was changed here, is made anew.
  const listAnswer = createSharedWork(
    (sales: readonly Sale[]) => answerOf(sales, clock.now(), countsOf),
    { keptMs: STALE_MS },
  );

  rawRoute(app, endpoints.publicSale, {}, async ({ query, request, reply }) => {
    const id = query.flashSaleId ?? null;
    const board = publicBoard.ready(id) ?? (await publicBoard.load(id));
    return sendReady(request, reply, board?.publicSale ?? publicBoard.unknown());
  });

  rawRoute(app, endpoints.publicSales, { config: { shed: 'first' } }, async ({ request, reply }) =>
    sendReady(request, reply, await listAnswer(await saleCache.list())),
  );

  rawRoute(app, endpoints.line, {}, async ({ params: { id }, request, reply }) => {
    const board = publicBoard.ready(id) ?? (await publicBoard.load(id));
    if (!board) {
      throw new AppError('SALE_NOT_FOUND');
    }
    return sendReady(request, reply, board.line);
  });
}

type CountsOf = (saleId: string) => Promise<LiveSale['counts']>;

async function answerOf(
  sales: readonly Sale[],
  now: number,
  countsOf: CountsOf,
): Promise<ReadyAnswer> {
  const next = sales.filter((sale) => !isOver(sale, now));
  // A line that is open is live: people can join it now.
  const isLive = (sale: Sale) => phaseAt(sale, now) !== 'scheduled';
  const lists = {
    live: await Promise.all(
      next.filter(isLive).map(async (sale, index) => ({
        ...publicSaleOf(sale, now),
        counts: index < COUNTED_MAX ? await countsOf(sale.id) : null,
      })),
    ),
    upcoming: next
      .filter((sale) => !isLive(sale))
      .reverse()
      .map((sale) => publicSaleOf(sale, now)),
    past: sales
      .filter((sale) => isOver(sale, now))
      .slice(0, PAST_MAX)
      .map((sale) => publicSaleOf(sale, now)),
  };
  return readyAnswer(lists, { ...lists, serverNow: iso(now) } satisfies z.input<
    typeof publicSaleList
  >);
}

const isOver = (sale: Sale, now: number) => OVER.has(phaseAt(sale, now));

/**
 * Sends bytes that are ready, or 304 when the caller has them already. Caches repeat such an answer to
 * others, so it names no request.
 */
function sendReady(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: ReadyAnswer,
): FastifyReply {
  reply.removeHeader(requestIdHeader);
  reply.header('cache-control', 'public, max-age=1').header('etag', answer.etag);
  if (isKnown(answer, request.headers['if-none-match'])) {
    return reply.code(304).send();
  }
  return reply.type('application/json; charset=utf-8').send(answer.body);
}

/**
 * Does work once for all who ask for it at the same time, and gives its result to those who ask within
 * `keptMs` of its beginning. Other input begins anew. A failure is told to those who waited for it, and
 * not kept.
 */
export function createSharedWork<Input, Value>(
  work: (input: Input) => Promise<Value>,
  { keptMs, now = () => performance.now() }: { keptMs: number; now?: () => number },
): (input: Input) => Promise<Value> {
  let kept: { input: Input; value: Promise<Value>; until: number } | null = null;

  return (input) => {
    const at = now();
    if (kept && kept.input === input && at < kept.until) {
      return kept.value;
    }
    // While it runs it is shared however long it takes: slow engines must not be asked ever more often.
    const mine = { input, value: work(input), until: Number.POSITIVE_INFINITY };
    kept = mine;
    mine.value.then(
      () => {
        mine.until = at + keptMs;
      },
      () => {
        if (kept === mine) {
          kept = null;
        }
      },
    );
    return mine.value;
  };
}
