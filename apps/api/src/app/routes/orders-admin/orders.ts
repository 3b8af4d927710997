import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Database, OrderFilter, PaymentState } from '@flash/database';
import { endpoints, type PaymentStatus, pageOf } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors.ts';
import { actorOf } from '../../plugins/session.ts';
import { createAccounts } from '../../services/accounts/directory.ts';
import { analyticsOf } from '../../services/console/analytics.ts';
import { columnsOf, ordersCsv, tableHeaders, tableName } from '../../services/console/csv.ts';
import { timelineOf } from '../../services/console/timeline.ts';
import { auditRow } from '../../services/shared/audit.ts';
import { adminOrderOf, atProviderOf, notesOf, phaseAt } from '../../services/shared/wire.ts';
import { onceOf, rawRoute, route } from '../route.ts';

/** The orders as the team sees them, and what is read from the log of their sale. */
export function adminOrderRoutes(app: FastifyInstance): void {
  const { db, clock } = app.deps;
  const accounts = createAccounts(db.db);

  // Clients of the first API know the list by its longer path.
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
    if (!order) {
      throw new AppError('ORDER_NOT_FOUND');
    }
    const sale = await db.sales.get(order.saleId);
    const isAccount = sale?.identity === 'account';
    const account = isAccount ? (await accounts.ofIds([order.buyer])).get(order.buyer) : undefined;
    return {
      ...adminOrderOf(order),
      saleName: sale?.name ?? '',
      salePhase: sale && phaseAt(sale, clock.now()),
      identity: sale?.identity ?? null,
      account: account ?? null,
      atProvider: atProviderOf(order),
      notes: notesOf(order),
    };
  });

  exportRoute(app);
  noteRoute(app);
  refundRoute(app);
  historyRoutes(app);
}

/** The filtered orders as a table, row by row: nothing is collected first. */
function exportRoute(app: FastifyInstance): void {
  const { db, writeAudit } = app.deps;

  rawRoute(app, endpoints.exportOrders, {}, async ({ query, request, reply }) => {
    const orders = db.orders.export(orderFilterOf(query));
    const rows = ordersCsv(orders, {
      columns: columnsOf(query.columns),
      timeZone: query.timeZone ?? 'UTC',
      saleName: saleNames(db),
    });
    const sale = query.flashSaleId ? await db.sales.get(query.flashSaleId) : null;
    // Addresses leave the system here, so a row in the audit log says so.
    await writeAudit(actorOf(request), { action: 'orders.export', saleId: query.flashSaleId });
    return reply
      .type('text/csv; charset=utf-8')
      .headers(tableHeaders(tableName('orders', sale)))
      .send(Readable.from(rows));
  });
}

/** Names of sales, each read once for a whole table. */
function saleNames(db: Pick<Database, 'sales'>): (id: string) => Promise<string> {
  const names = new Map<string, Promise<string>>();
  return (id) => {
    const name = names.get(id) ?? db.sales.get(id).then((sale) => sale?.name ?? '');
    names.set(id, name);
    return name;
  };
}

const NOTE_REFUSALS = {
  missing: 'ORDER_NOT_FOUND',
  forgotten: 'ORDER_FORGOTTEN',
  full: 'TOO_MANY_NOTES',
  unknown: 'UNAVAILABLE',
} as const;

/** The audit log tells that there is a note, and of which order; what it says may name a person. */
function noteRoute(app: FastifyInstance): void {
  const { db, clock } = app.deps;

  route(app, endpoints.noteOrder, async ({ params, body, request, repeated }) => {
    const actor = actorOf(request);
    const { orderId } = params;
    const note = {
      id: repeated ?? randomBytes(16).toString('base64url'),
      at: clock.now(),
      author: { id: actor.userId, email: actor.email },
      text: body.text,
    };
    const outcome = await db.orders.note(orderId, note, (saleId) => [
      auditRow(actor, { action: 'order.note', saleId, subject: orderId }, note.at),
    ]);
    if (outcome !== 'added') {
      throw new AppError(NOTE_REFUSALS[outcome]);
    }
    return { ok: true as const, orderId };
  });
}

/** Stores only the order's id under the Idempotency-Key: the answer contains an address, so it is read again. */
function refundRoute(app: FastifyInstance): void {
  const { refund, db } = app.deps;
  const endpoint = endpoints.refundOrder;

  rawRoute(app, endpoint, {}, async ({ params, body, request, reply }) => {
    reply.header('cache-control', 'private, no-store');
    const { orderId } = params;
    const { returnUnit } = body;
    await app.once(onceOf(request, endpoint), async () => {
      await refund(actorOf(request), orderId, body);
      return { orderId };
    });
    const order = await db.orders.byId(orderId);
    if (!order) {
      throw new AppError('ORDER_NOT_FOUND');
    }
    return { ok: true as const, order: adminOrderOf(order), returnsUnit: returnUnit };
  });
}

/** What happened, read from the sale's own log. */
function historyRoutes(app: FastifyInstance): void {
  const { db, clock } = app.deps;

  route(app, endpoints.orderTimeline, async ({ params }) => {
    const order = await db.orders.byId(params.orderId);
    const sale = order && (await db.sales.get(order.saleId));
    if (!order || !sale) {
      throw new AppError('ORDER_NOT_FOUND');
    }
    return { orderId: order.id, events: await timelineOf(app.deps, sale, order) };
  });

  route(app, endpoints.analytics, async ({ params }) => {
    const sale = await db.sales.get(params.id);
    if (!sale) {
      throw new AppError('SALE_NOT_FOUND');
    }
    return analyticsOf(app.deps, sale, clock.now());
  });
}

const every: readonly PaymentState[] = [
  'authorised',
  'capture pending',
  'captured',
  'cancel pending',
  'cancelled',
  'refund pending',
  'refunded',
  'failed',
];

/** The stored states behind each word of the wire; the inverse of `paymentStatusOf`. */
const matches: Record<PaymentStatus, NonNullable<OrderFilter['match']>> = {
  pending: [{ status: 'paid', payment: ['authorised'] }],
  paid: [{ status: 'paid', payment: ['capture pending', 'captured'] }],
  failed: [{ status: 'paid', payment: ['failed'] }],
  refunded: [
    { status: 'refunded', payment: every },
    { status: 'paid', payment: ['refund pending', 'refunded'] },
  ],
  cancelled: [{ status: 'paid', payment: ['cancel pending', 'cancelled'] }],
};

function orderFilterOf(query: {
  flashSaleId?: string | undefined;
  userEmail?: string | undefined;
  status?: PaymentStatus | undefined;
  q?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  order?: 'asc' | 'desc' | undefined;
}): OrderFilter {
  return {
    saleId: query.flashSaleId,
    email: query.userEmail,
    match: query.status && matches[query.status],
    q: query.q,
    from: query.from === undefined ? undefined : Date.parse(query.from),
    to: query.to === undefined ? undefined : Date.parse(query.to),
    order: query.order,
  };
}
