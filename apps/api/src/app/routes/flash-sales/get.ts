import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors.ts';
import { adminSaleOf } from '../../services/sale-view.ts';
import { route } from '../endpoint-route.ts';
import { etagOf } from './etag.ts';

export function getRoute(app: FastifyInstance): void {
  const { db, clock, sales } = app.deps;

  route(app, endpoints.saleDefaults, async () => sales.defaults());

  route(app, endpoints.getSale, async ({ params, reply }) => {
    const sale = await db.sales.get(params.id);
    if (!sale) throw new AppError('SALE_NOT_FOUND');
    reply.header('etag', etagOf(sale.version));
    return adminSaleOf(sale, clock.now());
  });
}
