import type { Model } from 'mongoose';
import { objectId } from '../connection/ids.ts';
import type { PaymentState } from '../types.ts';
import type { DuePayment, Orders } from './contract.ts';
import { toDuePayment } from './mapping.ts';
import { type OrderDoc, type RecordDoc, unfinishedPayments } from './model.ts';

const due = { payment: { $in: [...unfinishedPayments] } };

/** What still has to be said to the payment provider, for orders and voids alike. */
export function createPayments(
  records: Model<OrderDoc>,
): Pick<Orders, 'pendingPayments' | 'setPayment' | 'setPayments'> {
  return {
    async pendingPayments(limit: number, before?: number): Promise<DuePayment[]> {
      const old = before === undefined ? {} : { paymentAt: { $lt: new Date(before) } };
      const found = await records
        .find({ ...due, ...old })
        .select({ kind: 1, flashSaleId: 1, fence: 1, epoch: 1, buyer: 1, payment: 1 })
        .sort({ paymentAt: 1 })
        .limit(limit)
        .lean<RecordDoc[]>();
      return found.map(toDuePayment);
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
      const any = keys.map(({ saleId, fence }) => ({ flashSaleId: objectId(saleId), fence }));
      const { matchedCount } = await records.collection.updateMany(
        { $or: any, payment: from },
        { $set: { payment: to, paymentAt: now, updatedAt: now } },
      );
      return matchedCount;
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
