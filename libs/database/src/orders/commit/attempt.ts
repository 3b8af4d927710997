import type { mongo } from 'mongoose';
import { duplicateOf } from '../../connection/errors.ts';
import { type Attempt, attempt } from '../../connection/transaction.ts';
import type { SaleDoc } from '../../sales/model.ts';
import type { OrderDoc, TurnstileDoc } from '../model.ts';
import { enter } from './turnstile.ts';

export type BatchVerdict =
  | { kind: 'written' }
  /** Another process is at work on this sale; nothing was tried. */
  | { kind: 'busy' }
  | { kind: 'duplicate'; position: number; index: string }
  /** The sale is of another epoch, or has fewer units left. */
  | { kind: 'refused' };

export interface HotCollections {
  orders: mongo.Collection<OrderDoc>;
  sales: mongo.Collection<SaleDoc>;
  turnstiles: mongo.Collection<TurnstileDoc>;
}

export interface Batch {
  docs: readonly [OrderDoc, ...OrderDoc[]];
  deadline: number;
  /** Whether to pass the turnstile first. */
  contended: boolean;
}

/**
 * One transaction for the whole batch. The sale is the only document that all batches write, so it
 * is written once, and last: the transaction that locks it only has to commit.
 */
export function attemptBatch(
  hot: HotCollections,
  session: mongo.ClientSession,
  { docs, deadline, contended }: Batch,
): Promise<Attempt<BatchVerdict>> {
  return attempt<BatchVerdict>(session, deadline, async () => {
    if (contended && !(await enter(hot.turnstiles, session, docs[0].flashSaleId))) {
      return { commit: false, value: { kind: 'busy' } };
    }
    const inserted = await insertAll(hot.orders, session, docs);
    if (inserted.kind !== 'written') {
      return { commit: false, value: inserted };
    }
    const sale = await hot.sales.findOneAndUpdate(
      { _id: docs[0].flashSaleId, epoch: docs[0].epoch, currentQuantity: { $gte: docs.length } },
      { $inc: { currentQuantity: -docs.length } },
      { session, projection: { _id: 1 } },
    );
    // Matching nothing does not abort a transaction by itself.
    return sale
      ? { commit: true, value: { kind: 'written' } }
      : { commit: false, value: { kind: 'refused' } };
  });
}

async function insertAll(
  orders: mongo.Collection<OrderDoc>,
  session: mongo.ClientSession,
  docs: readonly OrderDoc[],
): Promise<BatchVerdict> {
  try {
    const { insertedCount } = await orders.insertMany([...docs], { session });
    return { kind: insertedCount === docs.length ? 'written' : 'refused' };
  } catch (error) {
    const duplicate = duplicateOf(error);
    if (duplicate) {
      return { kind: 'duplicate', ...duplicate };
    }
    throw error;
  }
}
