import type { mongo } from 'mongoose';
import { duplicateOf } from '../../connection/errors.ts';
import { type Attempt, attempt } from '../../connection/transaction.ts';
import type { SaleDoc } from '../../sales/model.ts';
import type { OrderDoc } from '../model.ts';

export type BatchVerdict =
  | { kind: 'written' }
  | { kind: 'duplicate'; position: number; index: string }
  /** The sale is of another epoch, or has fewer units left. */
  | { kind: 'refused' };

export interface HotCollections {
  orders: mongo.Collection<OrderDoc>;
  sales: mongo.Collection<SaleDoc>;
}

/**
 * One transaction for the whole batch. The sale is the only document that everybody writes, so it
 * is written once, and last: whoever holds it has nothing left to do but commit.
 */
export function attemptBatch(
  { orders, sales }: HotCollections,
  session: mongo.ClientSession,
  docs: readonly OrderDoc[],
  deadline: number,
): Promise<Attempt<BatchVerdict>> {
  const first = docs[0];
  if (!first) {
    throw new RangeError('an empty batch');
  }
  return attempt<BatchVerdict>(session, deadline, async () => {
    try {
      const { insertedCount } = await orders.insertMany([...docs], { session });
      if (insertedCount !== docs.length) {
        return { commit: false, value: { kind: 'refused' } };
      }
    } catch (error) {
      const duplicate = duplicateOf(error);
      if (duplicate) {
        return { commit: false, value: { kind: 'duplicate', ...duplicate } };
      }
      throw error;
    }
    const sale = await sales.findOneAndUpdate(
      { _id: first.flashSaleId, epoch: first.epoch, currentQuantity: { $gte: docs.length } },
      { $inc: { currentQuantity: -docs.length } },
      { session, projection: { _id: 1 } },
    );
    // Matching nothing does not abort a transaction by itself.
    return sale
      ? { commit: true, value: { kind: 'written' } }
      : { commit: false, value: { kind: 'refused' } };
  });
}
