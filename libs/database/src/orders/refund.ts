import type { Model, mongo } from 'mongoose';
import { type AuditDoc, insertRows } from '../audit/audit.ts';
import { maybeObjectId, objectId } from '../connection/documents.ts';
import { type Sessions, transact } from '../connection/transaction.ts';
import type { SaleDoc } from '../sales/model.ts';
import type { PaymentState } from '../types.ts';
import { withCode } from './codes.ts';
import type { LiveOrder, Orders, RefundOrderOutcome, RefundWish } from './contract.ts';
import { toLiveOrder, toOrder, withoutPerson } from './mapping.ts';
import type { OrderDoc } from './model.ts';

const DEADLINE_MS = 5_000;

export interface RefundDeps {
  orders: Model<OrderDoc>;
  sales: Model<SaleDoc>;
  log: mongo.Collection<AuditDoc>;
  sessions: Sessions;
}

/** The order and the sale's counter change together; an order is refunded once. */
export async function refundOrder(
  { orders, sales, log, sessions }: RefundDeps,
  orderId: string,
  options: RefundWish,
): Promise<RefundOrderOutcome> {
  const _id = maybeObjectId(orderId);
  if (!_id) {
    return { kind: 'missing' };
  }
  const known = await orders.findOne({ _id, kind: 'order' }).lean<OrderDoc>();
  if (!known) {
    return { kind: 'missing' };
  }
  const { code } = await withCode(orders, known);
  const outcome = await transact<RefundOrderOutcome>(sessions, DEADLINE_MS, async (session) => {
    const order = await orders.findOne({ _id, kind: 'order' }).session(session).lean<OrderDoc>();
    if (!order) {
      return { commit: false, value: { kind: 'missing' } };
    }
    if (order.status === 'refunded') {
      return { commit: false, value: { kind: 'already', order: toOrder({ ...order, code }) } };
    }
    const now = new Date();
    const change: Partial<OrderDoc> = {
      status: 'refunded',
      payment: paymentAfter(order.payment, options.captureFailed ?? false),
      paymentAt: now,
      updatedAt: now,
      ...(options.returnUnit ? { live: false, unitReturn: 'pending' as const } : {}),
    };
    await orders.collection.updateOne({ _id }, { $set: change }, { session });
    if (options.returnUnit) {
      await sales.collection.updateOne(
        { _id: order.flashSaleId },
        { $inc: { currentQuantity: 1 } },
        { session },
      );
    }
    const refunded = toOrder({ ...order, ...change, code });
    await insertRows(log, options.rows?.(refunded) ?? [], session);
    return { commit: true, value: { kind: 'refunded', order: refunded } };
  });
  return outcome.kind === 'done' ? outcome.value : { kind: 'unknown' };
}

/** Money that was never captured is let go; captured money goes back. */
function paymentAfter(payment: PaymentState, captureFailed: boolean): PaymentState {
  switch (payment) {
    case 'captured':
      return 'refund pending';
    case 'authorised':
    case 'capture pending':
      return captureFailed ? 'failed' : 'cancel pending';
    default:
      return payment;
  }
}

export function createUnitReturns(
  orders: Model<OrderDoc>,
): Pick<Orders, 'pendingUnitReturns' | 'unitReturned'> {
  return {
    async pendingUnitReturns(limit: number, saleId?: string): Promise<LiveOrder[]> {
      const found = await orders
        .find({ unitReturn: 'pending', ...(saleId ? { flashSaleId: objectId(saleId) } : {}) })
        .select(withoutPerson)
        .sort({ updatedAt: 1 })
        .limit(limit)
        .lean<OrderDoc[]>();
      return found.map(toLiveOrder);
    },
    async unitReturned(orderId: string): Promise<boolean> {
      const { matchedCount } = await orders.updateOne(
        { _id: maybeObjectId(orderId), unitReturn: 'pending' },
        { $set: { unitReturn: 'done' } },
      );
      return matchedCount === 1;
    },
  };
}
