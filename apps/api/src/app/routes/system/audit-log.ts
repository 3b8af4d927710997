import { endpoints, pageOf } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { iso } from '../../services/sale-view.ts';
import { route } from '../endpoint-route.ts';

export function auditLogRoute(app: FastifyInstance): void {
  const { db } = app.deps;

  route(app, endpoints.auditLog, async ({ query }) => {
    const { page, limit } = pageOf(query);
    const { flashSaleId: saleId, actor, action, q } = query;
    const [from, to] = [query.from, query.to].map((at) => (at ? Date.parse(at) : undefined));
    const found = await db.audit.list({ saleId, actor, action, q, from, to, page, limit });
    const items = found.items.map(({ at, saleId: flashSaleId, ...entry }) => ({
      ...entry,
      at: iso(at),
      flashSaleId,
    }));
    return { items, total: found.total, page, limit, pageSize: limit };
  });
}
