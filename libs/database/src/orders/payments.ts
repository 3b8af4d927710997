import type { Model, mongo } from 'mongoose';
import { type AuditDoc, insertRows } from '../audit/audit.ts';
import { maybeObjectId, objectId } from '../connection/documents.ts';
import { type Sessions, transact } from '../connection/transaction.ts';
import { decisive } from '../indexes.ts';
import { type MailOutbox, writeMails } from '../mails/mails.ts';
import type { SaleDoc } from '../sales/model.ts';
import type { PaymentState } from '../types.ts';
import { withCode } from './codes.ts';
import type { DuePayment, LiveOrder, Orders, RefundOrderOutcome, RefundWish } from './contract.ts';
import { toDuePayment, toLiveOrder, toMoneyRecord, toOrder, withoutPerson } from './mapping.ts';
import { type OrderDoc, type RecordDoc, unfinishedPayments } from './model.ts';

const DEADLINE_MS = 5_000;

export interface RefundDeps {
  orders: Model<OrderDoc>;
  sales: Model<SaleDoc>;
  log: mongo.Collection<AuditDoc>;
  sessions: Sessions;
  /** Null: buyers are told nothing by mail. */
  mails: MailOutbox | null;
}

/** The order and the sale's counter change together; an order is refunded once. */
export async function refundOrder(
  { orders, sales, log, sessions, mails }: RefundDeps,
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
    if (mails) {
      const { saleId, buyer, seq, fence } = refunded;
      const mail = { saleId, buyer, kind: 'refund', seq, fence, at: now.getTime() } as const;
      await writeMails(mails, [mail], session);
    }
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

const due = { payment: { $in: [...unfinishedPayments] } };

/** Clocks of the processes differ by less: a time further ahead is from before a clock was set back. */
const AHEAD_MS = 60_000;

/** Payments that no process has worked on lately. */
function notOfNow(before: number) {
  const [late, ahead] = [new Date(before), new Date(before + AHEAD_MS)];
  return { $or: [{ paymentAt: { $lt: late } }, { paymentAt: { $gt: ahead } }] };
}

/** What still has to be said to the payment provider, for orders and voids alike. */
export function createPayments(
  records: Model<OrderDoc>,
): Pick<
  Orders,
  'money' | 'moneyOf' | 'pendingPayments' | 'takePayment' | 'setPayment' | 'setPayments'
> {
  return {
    money: (saleId) =>
      records.collection
        .find<RecordDoc>(
          { flashSaleId: objectId(saleId) },
          { projection: withoutPerson, hint: decisive.fence, batchSize: 5_000 },
        )
        .map(toMoneyRecord),
    async moneyOf(saleId, fence) {
      const found = await records.collection.findOne<RecordDoc>(
        { flashSaleId: objectId(saleId), fence },
        { projection: withoutPerson },
      );
      return found && toMoneyRecord(found);
    },
    async pendingPayments(limit: number, before?: number): Promise<DuePayment[]> {
      const found = await records
        .find({ ...due, ...(before === undefined ? {} : notOfNow(before)) })
        .select({ kind: 1, flashSaleId: 1, fence: 1, epoch: 1, buyer: 1, payment: 1, paymentAt: 1 })
        .sort({ paymentAt: 1 })
        .limit(limit)
        .lean<RecordDoc[]>();
      return found.map(toDuePayment);
    },
    async takePayment(taken: DuePayment): Promise<boolean> {
      const { saleId, fence, payment, triedAt } = taken;
      const now = Date.now();
      const next = triedAt > now + AHEAD_MS ? now : Math.max(now, triedAt + 1);
      const { modifiedCount } = await records.collection.updateOne(
        { flashSaleId: objectId(saleId), fence, payment, paymentAt: new Date(triedAt) },
        { $set: { paymentAt: new Date(next) } },
      );
      return modifiedCount === 1;
    },
    async setPayments(
      keys: readonly { saleId: string; fence: number }[],
      from: PaymentState,
      to: PaymentState,
    ): Promise<number> {
      if (keys.length === 0) {
        return 0;
      }
      const now = new Date();
      let moved = 0;
      for (const [saleId, fences] of fencesBySale(keys)) {
        // Named outright: planning an $or of two hundred keys costs more than writing them.
        const { matchedCount } = await records.collection.updateMany(
          { flashSaleId: objectId(saleId), fence: { $in: fences }, payment: from },
          { $set: { payment: to, paymentAt: now, updatedAt: now } },
          { hint: decisive.fence },
        );
        moved += matchedCount;
      }
      return moved;
    },
    async setPayment(
      { saleId, fence }: { saleId: string; fence: number },
      from: PaymentState,
      to: PaymentState,
    ): Promise<boolean> {
      const now = new Date();
      const changed = from === to ? {} : { updatedAt: now };
      const { matchedCount } = await records.collection.updateOne(
        { flashSaleId: objectId(saleId), fence, payment: from },
        { $set: { payment: to, paymentAt: now, ...changed } },
      );
      return matchedCount === 1;
    },
  };
}

function fencesBySale(keys: readonly { saleId: string; fence: number }[]): Map<string, number[]> {
  const fences = new Map<string, number[]>();
  for (const { saleId, fence } of keys) {
    const others = fences.get(saleId);
    if (others) {
      others.push(fence);
    } else {
      fences.set(saleId, [fence]);
    }
  }
  return fences;
}
