import type { Model } from 'mongoose';
import { objectId } from '../connection/ids.ts';
import type { SaleEdit } from '../types.ts';
import type { UpdateOutcome } from './contract.ts';
import { toSale, toStored } from './mapping.ts';
import type { SaleDoc } from './model.ts';
import { epochAfter, isLive } from './status.ts';

/** Compare-and-set on the version, so that two edits never mix. */
export async function updateSale(
  sales: Model<SaleDoc>,
  id: string,
  edit: SaleEdit,
  expected: number | undefined,
): Promise<UpdateOutcome> {
  for (;;) {
    const before = await sales.findById(objectId(id)).lean<SaleDoc>();
    if (!before) {
      return { kind: 'missing' };
    }
    if (expected !== undefined && before.version !== expected) {
      return { kind: 'conflict', sale: toSale(before) };
    }
    const status = edit.status ?? before.status;
    const epoch = epochAfter(status, before.epoch);
    const after = await sales
      .findOneAndUpdate(
        { _id: before._id, version: before.version, epoch: before.epoch },
        {
          $set: {
            ...toStored(edit),
            updatedAt: new Date(),
            live: isLive(status, epoch),
            epoch,
          },
          $inc: { version: 1 },
        },
        { returnDocument: 'after', runValidators: true },
      )
      .lean<SaleDoc>();
    if (after) {
      return { kind: 'updated', sale: toSale(after) };
    }
  }
}
