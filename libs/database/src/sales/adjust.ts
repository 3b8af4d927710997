import type { Model } from 'mongoose';
import { objectId } from '../connection/ids.ts';
import type { AdjustVerdict, BeginAdjustOutcome, FinishAdjustOutcome } from './contract.ts';
import { toSale } from './mapping.ts';
import type { SaleDoc } from './model.ts';

/** Changes of stock that a sale remembers, so that a repeated one is known. */
const remembered = 200;

/**
 * The counter may promise a unit only while it exists: what comes is counted before Redis hands it
 * out, what goes is counted after Redis has taken it away.
 */
export async function beginAdjust(
  sales: Model<SaleDoc>,
  saleId: string,
  { id, by }: { id: string; by: number },
): Promise<BeginAdjustOutcome> {
  const _id = objectId(saleId);
  const change = { id, by, state: 'pending', floor: null, at: new Date() };
  const begun = await sales
    .findOneAndUpdate(
      { _id, 'adjusts.id': { $ne: id }, ...roomFor(by) },
      {
        $push: { adjusts: { $each: [change], $slice: -remembered } },
        ...(by > 0 ? { $inc: { stock: by, currentQuantity: by } } : {}),
      },
      { returnDocument: 'after' },
    )
    .lean<SaleDoc>();
  if (begun) {
    return { kind: 'begun', sale: toSale(begun) };
  }
  const found = await sales.findById(_id).lean<SaleDoc>();
  if (!found) {
    return { kind: 'missing' };
  }
  const sale = toSale(found);
  return sale.adjusts.some((one) => one.id === id)
    ? { kind: 'already', sale }
    : { kind: 'refused', floor: sale.stock - sale.currentQuantity, sale };
}

export async function finishAdjust(
  sales: Model<SaleDoc>,
  saleId: string,
  id: string,
  at: { epoch: number },
  verdict: AdjustVerdict,
): Promise<FinishAdjustOutcome> {
  const _id = objectId(saleId);
  const before = await sales.findById(_id).lean<SaleDoc>();
  const change = before?.adjusts.find((one) => one.id === id);
  if (!before || !change) {
    return { kind: 'missing' };
  }
  if (change.state !== 'pending') {
    return { kind: 'already', sale: toSale(before) };
  }
  const by = stillToApply(change.by, verdict);
  const finished = await sales
    .findOneAndUpdate(
      {
        _id,
        epoch: at.epoch,
        adjusts: { $elemMatch: { id, state: 'pending' } },
        ...roomFor(by),
      },
      {
        $set: {
          'adjusts.$.state': verdict.kind,
          'adjusts.$.floor': verdict.kind === 'refused' ? verdict.floor : null,
        },
        $inc: { stock: by, currentQuantity: by },
      },
      { returnDocument: 'after' },
    )
    .lean<SaleDoc>();
  return finished ? { kind: 'finished', sale: toSale(finished) } : whyNot(sales, saleId, id, at);
}

/** An "up" was counted when it began, so only its refusal moves the counter, and back. */
function stillToApply(by: number, verdict: AdjustVerdict): number {
  if (by > 0) {
    return verdict.kind === 'refused' ? -by : 0;
  }
  return verdict.kind === 'done' ? by : 0;
}

function roomFor(by: number): Record<string, unknown> {
  return by < 0 ? { currentQuantity: { $gte: -by } } : {};
}

async function whyNot(
  sales: Model<SaleDoc>,
  saleId: string,
  id: string,
  at: { epoch: number },
): Promise<FinishAdjustOutcome> {
  const found = await sales.findById(objectId(saleId)).lean<SaleDoc>();
  if (!found) {
    return { kind: 'missing' };
  }
  const sale = toSale(found);
  if (sale.adjusts.find((one) => one.id === id)?.state !== 'pending') {
    return { kind: 'already', sale };
  }
  return sale.epoch === at.epoch ? { kind: 'short', sale } : { kind: 'epoch' };
}
