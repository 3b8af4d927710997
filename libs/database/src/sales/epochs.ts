import type { Model } from 'mongoose';
import { objectId } from '../connection/documents.ts';
import type { Sale } from '../types.ts';
import { type SaleDoc, toSale } from './model.ts';

/** Epochs a sale remembers the mark of. */
const REMEMBERED = 1_000;

/** One of several restorers wins; from then on no write that names an older epoch can land. */
export async function raiseEpoch(
  sales: Model<SaleDoc>,
  id: string,
  from: number,
  now: number,
): Promise<Sale | null> {
  const epoch = from + 1;
  const raised = await sales
    .findOneAndUpdate(
      { _id: objectId(id), epoch: from, live: true },
      { $set: { epoch, restoring: { epoch, since: new Date(now) } } },
      { returnDocument: 'after' },
    )
    .lean<SaleDoc>();
  return raised && toSale(raised);
}

export async function putMark(
  sales: Model<SaleDoc>,
  id: string,
  epoch: number,
  mark: Sale['marks'][number],
): Promise<Sale | null> {
  const where = { _id: objectId(id), epoch };
  const marked = await sales
    .findOneAndUpdate(
      { ...where, 'marks.epoch': { $ne: mark.epoch } },
      { $push: { marks: { $each: [mark], $slice: -REMEMBERED } } },
      { returnDocument: 'after' },
    )
    .lean<SaleDoc>();
  // The first mark of an epoch stays: tickets may have been judged by it already.
  const sale = marked ?? (await sales.findOne(where).lean<SaleDoc>());
  return sale && toSale(sale);
}

export async function finishRestore(
  sales: Model<SaleDoc>,
  id: string,
  epoch: number,
): Promise<Sale | null> {
  const finished = await sales
    .findOneAndUpdate(
      { _id: objectId(id), epoch },
      { $set: { restoring: null } },
      { returnDocument: 'after' },
    )
    .lean<SaleDoc>();
  return finished && toSale(finished);
}
