import { endpoints, pageOf } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { orderFilterOf } from '../../services/order-filter.ts';
import { adminOrderOf } from '../../services/order-view.ts';
import { route } from '../endpoint-route.ts';

/** Both names of one list: clients of the first API know the longer one. */
export function orderListRoutes(app: FastifyInstance): void {
  const { db } = app.deps;

  for (const endpoint of [endpoints.listOrders, endpoints.listOrdersV1]) {
    route(app, endpoint, async ({ query }) => {
      const { page, limit } = pageOf(query);
      const found = await db.orders.adminList({ ...orderFilterOf(query), page, limit });
      const items = found.items.map(adminOrderOf);
      return { items, total: found.total, page, limit, pageSize: limit };
    });
  }
}
