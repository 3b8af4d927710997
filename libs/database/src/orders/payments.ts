import type { Model } from 'mongoose';
import { objectId } from '../connection/documents.ts';
import { decisive } from '../indexes.ts';
import type { PaymentState } from '../types.ts';
import type { DuePayment, Orders } from './contract.ts';
import { toDuePayment } from './mapping.ts';
import { type OrderDoc, type RecordDoc, unfinishedPayments } from './model.ts';

const due = { payment: { $in: [...unfinishedPayments] } };

/** What still has to be said to the payment provider, for orders and voids alike. */
export function createPayments(
  records: Model<OrderDoc>,
): Pick<Orders, 'pendingPayments' | 'takePayment' | 'setPayment' | 'setPayments'> {
  return {
    async pendingPayments(limit: number, before?: number): Promise<DuePayment[]> {
      const old = before === undefined ? {} : { paymentAt: { $lt: new Date(before) } };
      const found = await records
        .find({ ...due, ...old })
        .select({ kind: 1, flashSaleId: 1, fence: 1, epoch: 1, buyer: 1, payment: 1, paymentAt: 1 })
        .sort({ paymentAt: 1 })
        .limit(limit)
        .lean<RecordDoc[]>();
      return found.map(toDuePayment);
    },
    async takePayment(taken: DuePayment): Promise<boolean> {
      const { saleId, fence, payment, triedAt } = taken;
      const { modifiedCount } = await records.collection.updateOne(
        { flashSaleId: objectId(saleId), fence, payment, paymentAt: new Date(triedAt) },
        { $set: { paymentAt: new Date(Math.max(Date.now(), triedAt + 1)) } },
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
