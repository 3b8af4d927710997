import { endpoints, pageOf } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors.ts';
import { createAccounts } from '../../services/accounts.ts';
import { orderFilterOf } from '../../services/order-filter.ts';
import { adminOrderOf } from '../../services/order-view.ts';
import { phaseAt } from '../../services/sale-view.ts';
import { route } from '../endpoint-route.ts';

/** Both names of one list, which clients of the first API know by the longer one; and one order. */
export function orderListRoutes(app: FastifyInstance): void {
  const { db, clock } = app.deps;
  const accounts = createAccounts(db.db);

  for (const endpoint of [endpoints.listOrders, endpoints.listOrdersV1]) {
    route(app, endpoint, async ({ query }) => {
      const { page, limit } = pageOf(query);
      const found = await db.orders.adminList({ ...orderFilterOf(query), page, limit });
      const items = found.items.map(adminOrderOf);
      return { items, total: found.total, page, limit, pageSize: limit };
    });
  }

  route(app, endpoints.orderDetail, async ({ params }) => {
    const order = await db.orders.byId(params.orderId);
    if (!order) throw new AppError('ORDER_NOT_FOUND');
    const sale = await db.sales.get(order.saleId);
    const isAccount = sale?.identity === 'account';
    const account = isAccount ? (await accounts.ofIds([order.buyer])).get(order.buyer) : undefined;
    return {
      ...adminOrderOf(order),
      saleName: sale?.name ?? '',
      salePhase: sale && phaseAt(sale, clock.now()),
      identity: sale?.identity ?? null,
      account: account ?? null,
    };
  });
}
