import { endpoints, pageOf } from '@flash/shared-types';
import { normaliseEmail } from '@flash/shared-utils';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { orderItemOf } from '../../services/order-view.ts';
import { buyerRoute } from './buyer-route.ts';
import { ticketsOf } from './ticket-of.ts';

interface Owner {
  buyer: string;
  saleId?: string;
  seq?: number;
}

/** The caller's own orders. An address in the query narrows them down; it never opens any. */
export function byEmailRoute(app: FastifyInstance): void {
  const { deps } = app;

  buyerRoute(app, endpoints.myOrders, { shed: 'first' }, async ({ query, request }) => {
    const owners = await ownersOf(request, query.email, query.flashSaleId);
    await app.limits.poll(request, owners[0]?.buyer ?? null);
    const { items, total, page, limit } = await deps.db.orders.ofBuyers(owners, pageOf(query));
    return { items: items.map(orderItemOf), total, page, limit, pageSize: limit };
  });

  async function ownersOf(
    request: FastifyRequest,
    email: string | undefined,
    saleId: string | undefined,
  ): Promise<Owner[]> {
    const guests = ticketsOf(request, deps)
      .filter((ticket) => saleId === undefined || ticket.saleId === saleId)
      .filter((ticket) => email === undefined || deps.tickets.emailOf(ticket) === email)
      .map(({ buyer, saleId, seq }): Owner => ({ buyer, saleId, seq }));
    const viewer = await request.viewer();
    if (!viewer || (email !== undefined && normaliseEmail(viewer.email) !== email)) return guests;
    return [...guests, { buyer: viewer.userId, ...(saleId === undefined ? {} : { saleId }) }];
  }
}
