import type { Order } from '@flash/database';
import { bestEffort } from '@flash/shared-config';
import { endpoints, type OwnOrder, pageOf, type Receipt } from '@flash/shared-types';
import { normaliseEmail } from '@flash/shared-utils';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Deps } from '../../deps.ts';
import { AppError } from '../../errors.ts';
import { isForgotten, iso, orderItemOf } from '../../services/shared/wire.ts';
import { buyerRoute } from '../route.ts';
import { ticketsOf } from './identify.ts';

/** What a buyer bought. */
export function receiptRoutes(app: FastifyInstance): void {
  ownOrdersRoute(app);
  receiptRoute(app);
}

/** What the sale of an order is called, also when the shop no longer lists it; empty while it cannot be read. */
async function saleNameOf({ saleCache, log }: Deps, saleId: string): Promise<string> {
  const sale = await bestEffort(log, 'read the sale of an order', saleCache.get(saleId), null);
  return sale?.name ?? '';
}

/** A buyer's own receipt. An order of another buyer and one that does not exist get the same answer. */
function receiptRoute(app: FastifyInstance): void {
  const { deps } = app;

  buyerRoute(app, endpoints.receipt, { shed: 'first' }, async ({ params, request }) => {
    const order = await deps.db.orders.byId(params.orderId);
    if (!order || !(await isOwn(request, order))) {
      throw new AppError('NO_PROOF');
    }
    if (isForgotten(order)) {
      throw new AppError('ORDER_FORGOTTEN');
    }
    return {
      ...orderItemOf(order),
      orderId: order.id,
      saleName: await saleNameOf(deps, order.saleId),
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

interface Owner {
  buyer: string;
  saleId?: string;
  seq?: number;
}

/** The caller's own orders. An address in the query narrows them down; it never opens any. */
function ownOrdersRoute(app: FastifyInstance): void {
  const { deps } = app;

  buyerRoute(app, endpoints.myOrders, { shed: 'first' }, async ({ query, request }) => {
    const owners = await ownersOf(request, query.email, query.flashSaleId);
    await app.limits.poll(request, owners[0]?.buyer ?? null);
    const { items, total, page, limit } = await deps.db.orders.ofBuyers(owners, pageOf(query));
    const namedOrder = async (order: Order): Promise<OwnOrder> => ({
      ...orderItemOf(order),
      saleName: await saleNameOf(deps, order.saleId),
    });
    const named = await Promise.all(items.map(namedOrder));
    return { items: named, total, page, limit, pageSize: limit };
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
    if (!viewer || (email !== undefined && normaliseEmail(viewer.email) !== email)) {
      return guests;
    }
    return [...guests, { buyer: viewer.userId, ...(saleId === undefined ? {} : { saleId }) }];
  }
}
