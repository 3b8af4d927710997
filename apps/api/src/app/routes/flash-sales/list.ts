import { endpoints, pageOf, saleGroups } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import type { LineBoard } from '../../services/line-board.ts';
import { adminSaleOf } from '../../services/sale-view.ts';
import { route } from '../endpoint-route.ts';

type Item = ReturnType<typeof adminSaleOf>;

/** Live sales stand first on a page; among them those with the most people waiting. */
async function longestLinesFirst(items: Item[], lineBoard: LineBoard): Promise<Item[]> {
  const isLive = ({ phase }: Item) => saleGroups.live.some((live) => live === phase);
  const live = await Promise.all(
    items.filter(isLive).map(async (sale) => {
      const snapshot = await lineBoard.snapshot(sale.id);
      return { sale, waiting: snapshot?.waiting ?? 0 };
    }),
  );
  const sorted = live.toSorted((one, other) => other.waiting - one.waiting);
  return [...sorted.map(({ sale }) => sale), ...items.filter((sale) => !isLive(sale))];
}

export function listRoute(app: FastifyInstance): void {
  const { db, clock, lineBoard } = app.deps;

  route(app, endpoints.listSales, async ({ query }) => {
    const { page, limit } = pageOf(query);
    const { q, status, sort, order } = query;
    const [from, to] = [query.from, query.to].map((at) => (at ? Date.parse(at) : undefined));
    const now = clock.now();
    const found = await db.sales.list({ q, status, from, to, sort, order, page, limit }, now);
    const shown = found.items.map((sale) => adminSaleOf(sale, now));
    const items = sort === 'stage' ? await longestLinesFirst(shown, lineBoard) : shown;
    return { items, total: found.total, page, limit, pageSize: limit };
  });
}
