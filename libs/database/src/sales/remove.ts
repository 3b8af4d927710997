import type { Model, mongo } from 'mongoose';
import { type AuditDoc, insertRows } from '../audit/audit.ts';
import type { RowsOf } from '../audit/contract.ts';
import { objectId } from '../connection/documents.ts';
import { type Sessions, transact } from '../connection/transaction.ts';
import type { OrderDoc } from '../orders/model.ts';
import { ofSale, type PictureDocs } from '../pictures.ts';
import type { Sale } from '../types.ts';
import type { RemoveOutcome } from './contract.ts';
import { type SaleDoc, toSale } from './model.ts';

/**
 * Deleting the hot document meets every commit that is under way, so no order loses its sale. Only while
 * the sale is of the epoch in which it was found free of holders: one that was restored since may have
 * some again.
 */
export async function removeSale(
  deps: {
    sales: Model<SaleDoc>;
    orders: Model<OrderDoc>;
    pictures: PictureDocs;
    removals: RemovalDocs;
    log: mongo.Collection<AuditDoc>;
    sessions: Sessions;
  },
  id: string,
  { epoch }: { epoch: number },
  rows: RowsOf<[sale: Sale]> = () => [],
): Promise<RemoveOutcome> {
  const _id = objectId(id);
  const outcome = await transact<RemoveOutcome>(deps.sessions, 5_000, async (session) => {
    const order = await deps.orders.exists({ flashSaleId: _id, kind: 'order' }).session(session);
    if (order) {
      return { commit: false, value: { kind: 'has_orders' } };
    }
    const sale = await deps.sales.findOneAndDelete({ _id, epoch }, { session }).lean<SaleDoc>();
    if (!sale) {
      const isThere = await deps.sales.exists({ _id }).session(session);
      return { commit: false, value: { kind: isThere ? 'changed' : 'missing' } };
    }
    await deps.pictures.deleteMany({ _id: ofSale(id) }, { session });
    // Says that its keys may go, for a worker that was not there to see it.
    await deps.removals.insertOne({ _id, removedAt: new Date() }, { session });
    await insertRows(deps.log, rows(toSale(sale)), session);
    return { commit: true, value: { kind: 'removed' } };
  });
  if (outcome.kind === 'unknown') {
    throw outcome.error;
  }
  return outcome.value;
}

/**
 * A sale that was deleted. The row stays for good: signed tickets, blocks and records of the sale go on
 * naming its id, so the id must never name another sale.
 */
interface RemovalDoc {
  _id: mongo.ObjectId;
  removedAt: Date;
  /** Set once Redis no longer has anything of it. */
  seenOffAt?: Date;
}

export type RemovalDocs = mongo.Collection<RemovalDoc>;

export function removalDocs(db: mongo.Db): RemovalDocs {
  return db.collection<RemovalDoc>('removedsales');
}
