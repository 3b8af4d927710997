import type { Order } from '@flash/database';
import { endpoints, type Receipt } from '@flash/shared-types';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import { isForgotten, orderItemOf } from '../../services/order-view.ts';
import { iso } from '../../services/sale-view.ts';
import { buyerRoute } from './buyer-route.ts';
import { ticketsOf } from './ticket-of.ts';

/** One's own receipt. An order of somebody else and one that does not exist look the same. */
export function receiptRoute(app: FastifyInstance): void {
  const { deps } = app;

  buyerRoute(app, endpoints.receipt, { shed: 'first' }, async ({ params, request }) => {
    const order = await deps.db.orders.byId(params.orderId);
    if (!order || !(await isOwn(request, order))) throw new AppError('NO_PROOF');
    if (isForgotten(order)) throw new AppError('ORDER_FORGOTTEN');
    const sale = await deps.saleBook.get(order.saleId).catch(() => null);
    return {
      ...orderItemOf(order),
      orderId: order.id,
      saleName: sale?.name ?? '',
      contact: order.contact,
      confirmedAt: iso(order.createdAt),
    } satisfies Receipt;
  });

  async function isOwn(request: FastifyRequest, order: Order): Promise<boolean> {
    const isGuests = ticketsOf(request, deps).some(
      ({ saleId, buyer, seq }) =>
        saleId === order.saleId && buyer === order.buyer && seq === order.seq,
    );
    return isGuests || (await request.viewer())?.userId === order.buyer;
  }
}
