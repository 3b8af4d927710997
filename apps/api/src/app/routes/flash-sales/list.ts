import { endpoints, pageOf } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { adminSaleOf } from '../../services/sale-view.ts';
import { route } from '../endpoint-route.ts';

export function listRoute(app: FastifyInstance): void {
  const { db, clock } = app.deps;

  route(app, endpoints.listSales, async ({ query }) => {
    const { page, limit } = pageOf(query);
    const { q, status, sort, order } = query;
    const [from, to] = [query.from, query.to].map((at) => (at ? Date.parse(at) : undefined));
    const now = clock.now();
    const found = await db.sales.list({ q, status, from, to, sort, order, page, limit }, now);
    const items = found.items.map((sale) => adminSaleOf(sale, now));
    return { items, total: found.total, page, limit, pageSize: limit };
  });
}
