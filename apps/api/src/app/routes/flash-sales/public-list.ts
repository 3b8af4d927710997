import type { Sale } from '@flash/database';
import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { iso, phaseAt, publicSaleOf } from '../../services/sale-view.ts';
import { route } from '../endpoint-route.ts';

const OVER = new Set(['ended', 'archived', 'cancelled']);
const PAST_MAX = 20;

export function publicListRoute(app: FastifyInstance): void {
  const { saleBook, clock } = app.deps;

  route(app, endpoints.publicSales, async ({ reply }) => {
    const sales = await saleBook.list();
    const now = clock.now();
    const isOver = (sale: Sale) => OVER.has(phaseAt(sale, now));
    const show = (list: readonly Sale[]) => list.map((sale) => publicSaleOf(sale, now));
    const next = sales.filter((sale) => !isOver(sale));
    reply.header('cache-control', 'public, max-age=1');
    return {
      live: show(next.filter((sale) => sale.startsAt <= now)),
      upcoming: show(next.filter((sale) => sale.startsAt > now).reverse()),
      past: show(sales.filter(isOver).slice(0, PAST_MAX)),
      serverNow: iso(now),
    };
  });
}
