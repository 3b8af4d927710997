import { endpoints, type PositionAnswer, type PurchaseState, v1Status } from '@flash/shared-types';
import { wholeSecondsLeft } from '@flash/shared-utils';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors.ts';
import type { EventStream } from '../../services/base/event-stream.ts';
import { buyerRoute, rawRoute } from '../route.ts';
import { whileAllowed } from '../while-allowed.ts';
import { proofOf, saleOf } from './identify.ts';

const UNKNOWN_POLL_MS = 30_000;

/** A buyer's place, by polling and as a stream. */
export function positionRoutes(app: FastifyInstance): void {
  const { deps } = app;
  const { saleCache, purchase, clock } = deps;

  buyerRoute(app, endpoints.position, { shed: 'first' }, async ({ query, request }) => {
    const { email, flashSaleId } = query;
    const sale = saleCache.peek(flashSaleId) ?? (await saleCache.get(flashSaleId));
    const proof = sale && (await proofOf(request, deps, sale, email));
    await app.limits.poll(request, proof && `${flashSaleId}:${proof.buyer}`);
    const state = sale ? await purchase.position(sale, proof) : nothingKnown(clock.now());
    return {
      ...state,
      status: v1Status(state.state).status,
      ...v1Place(state, email ?? proof?.email ?? null, flashSaleId),
      ts: state.serverNow,
    } satisfies PositionAnswer;
  });

  streamRoute(app);
}

/** A sale that does not exist has no places, and a poll is never an error. */
function nothingKnown(now: number): PurchaseState {
  return {
    state: 'none',
    seq: null,
    position: null,
    ahead: null,
    size: 0,
    free: 0,
    held: 0,
    stock: 0,
    pollAfterMs: UNKNOWN_POLL_MS,
    serverNow: new Date(now).toISOString(),
    epoch: 0,
    n: 0,
    message: null,
    pause: null,
    wait: null,
  };
}

/** The fields by which clients of the first API read a place; position and size are in the state. */
export function v1Place(state: PurchaseState, email: string | null, flashSaleId: string) {
  const { hasActiveHold } = v1Status(state.state);
  const holdTtlSec =
    'expiresAt' in state
      ? wholeSecondsLeft(Date.parse(state.expiresAt), Date.parse(state.serverNow))
      : 0;
  return { hasActiveHold, holdTtlSec, email, flashSaleId };
}

const RETRY = { fromMs: 1_000, spreadMs: 2_000 };
/** A few frames of the longest kind: a reader that is behind by more is not reading. */
const UNREAD_BYTES_MAX = 32 * 1024;

/** Server-sent events for a buyer who holds a unit or is near the head; 204 when polling is enough. */
function streamRoute(app: FastifyInstance): void {
  const { deps } = app;
  const { saleCache, liveHub, identity } = deps;

  rawRoute(
    app,
    endpoints.stream,
    { config: { shed: 'first' } },
    async ({ query, request, reply }) => {
      const sale = await saleOf(saleCache, query.flashSaleId);
      const who = await proofOf(request, deps, sale, undefined);
      reply.header('cache-control', 'private, no-store');
      if (!who && sale.identity === 'account') {
        throw new AppError('UNAUTHENTICATED');
      }
      if (!who) {
        return reply.code(204).send();
      }
      const key = `${sale.id}:${who.buyer}`;
      await app.limits.poll(request, key);
      const release = app.limits.openStream(request, key);
      let stream: EventStream | null = null;
      let isAllowed = true;
      // Before the first read of the place: a buyer who signs out meanwhile must not get a stream.
      const stopChecking =
        sale.identity === 'account'
          ? whileAllowed({
              identity,
              userId: who.buyer,
              check: () => app.requireAccount(request),
              end: () => {
                isAllowed = false;
                stream?.end();
              },
            })
          : () => {};
      let leave = () => {};
      const close = await liveHub.open(sale, who, () => {
        stream = app.eventStreams.open(request, reply, {
          kind: 'buyer',
          unreadBytesMax: UNREAD_BYTES_MAX,
          retry: RETRY,
          onClose: () => {
            stopChecking();
            release();
            leave();
          },
        });
        if (!isAllowed) {
          stream.end();
        }
        return stream;
      });
      if (!close) {
        stopChecking();
        release();
        return reply.code(204).send();
      }
      leave = close;
      return reply;
    },
  );
}
