import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors.ts';
import { analyticsOf } from '../../services/history/analytics.ts';
import { timelineOf } from '../../services/history/timeline.ts';
import { route } from '../endpoint-route.ts';

/** What happened, read from the sale's own log. */
export function historyRoutes(app: FastifyInstance): void {
  const { db, clock } = app.deps;

  route(app, endpoints.orderTimeline, async ({ params }) => {
    const order = await db.orders.byId(params.orderId);
    const sale = order && (await db.sales.get(order.saleId));
    if (!order || !sale) throw new AppError('ORDER_NOT_FOUND');
    return { orderId: order.id, events: await timelineOf(app.deps, sale, order) };
  });

  route(app, endpoints.analytics, async ({ params }) => {
    const sale = await db.sales.get(params.id);
    if (!sale) throw new AppError('SALE_NOT_FOUND');
    return analyticsOf(app.deps, sale, clock.now());
  });
}
