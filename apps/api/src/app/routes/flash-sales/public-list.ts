import type { Sale } from '@flash/database';
import { endpoints, type publicSaleList } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { type ReadyAnswer, readyAnswer } from '../../services/line/ready-answer.ts';
import { iso, phaseAt, publicSaleOf } from '../../services/sale-view.ts';
import { routeOf } from '../endpoint-route.ts';
import { sendReady } from './send-ready.ts';

const OVER = new Set(['ended', 'archived', 'cancelled']);
const PAST_MAX = 20;
const STALE_MS = 250;

/** Up to a hundred sales with all their texts: made once for all who ask within a moment. */
export function publicListRoute(app: FastifyInstance): void {
  const { saleBook, clock } = app.deps;
  let made: { of: readonly Sale[]; at: number; answer: ReadyAnswer } | null = null;

  app.route({
    ...routeOf(app, endpoints.publicSales),
    config: { shed: 'first' },
    handler: async (request, reply) => {
      const sales = await saleBook.list();
      const at = performance.now();
      // Another list was read since, perhaps because a sale was changed here.
      if (!made || made.of !== sales || at - made.at >= STALE_MS) {
        made = { of: sales, at, answer: answerOf(sales, clock.now()) };
      }
      return sendReady(request, reply, made.answer);
    },
  });
}

function answerOf(sales: readonly Sale[], now: number): ReadyAnswer {
  const isOver = (sale: Sale) => OVER.has(phaseAt(sale, now));
  const show = (list: readonly Sale[]) => list.map((sale) => publicSaleOf(sale, now));
  const next = sales.filter((sale) => !isOver(sale));
  const lists = {
    live: show(next.filter((sale) => sale.startsAt <= now)),
    upcoming: show(next.filter((sale) => sale.startsAt > now).reverse()),
    past: show(sales.filter(isOver).slice(0, PAST_MAX)),
  };
  return readyAnswer(lists, { ...lists, serverNow: iso(now) } satisfies z.input<
    typeof publicSaleList
  >);
}
