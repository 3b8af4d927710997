import type { Model } from 'mongoose';
import { objectId } from '../connection/ids.ts';
import type { Sessions } from '../connection/sessions.ts';
import { transact } from '../connection/transact.ts';
import type { OrderDoc } from '../orders/model.ts';
import { ofSale, type PictureDocs } from '../pictures/pictures.ts';
import type { RemoveOutcome } from './contract.ts';
import type { SaleDoc } from './model.ts';
import type { RemovalDocs } from './removals.ts';

/** Deleting the hot document meets every commit that is under way, so no order loses its sale. */
export async function removeSale(
  deps: {
    sales: Model<SaleDoc>;
    orders: Model<OrderDoc>;
    pictures: PictureDocs;
    removals: RemovalDocs;
    sessions: Sessions;
  },
  id: string,
): Promise<RemoveOutcome> {
  const _id = objectId(id);
  const outcome = await transact<RemoveOutcome>(deps.sessions, 5_000, async (session) => {
    const order = await deps.orders.exists({ flashSaleId: _id, kind: 'order' }).session(session);
    if (order) {
      return { commit: false, value: { kind: 'has_orders' } };
    }
    const { deletedCount } = await deps.sales.deleteOne({ _id }, { session });
    await deps.pictures.deleteMany({ _id: ofSale(id) }, { session });
    if (deletedCount === 1) {
      // Says that its keys may go, for a worker that was not there to see it.
      await deps.removals.insertOne({ _id, at: new Date() }, { session });
    }
    return deletedCount === 1
      ? { commit: true, value: { kind: 'removed' } }
      : { commit: false, value: { kind: 'missing' } };
  });
  if (outcome.kind === 'unknown') {
    throw outcome.error;
  }
  return outcome.value;
}
