import type { mongo } from 'mongoose';
import { type AuditDoc, completeRows, insertRows } from '../audit/audit.ts';
import { objectId } from '../connection/documents.ts';
import { transact } from '../connection/transaction.ts';
import type {
  AdjustVerdict,
  BeginAdjustOutcome,
  FinishAdjustOutcome,
  StockWish,
} from './contract.ts';
import { type SaleDoc, toSale, undecidedStates } from './model.ts';
import { editOf, type SaleChangeDeps } from './update.ts';

/** For so long a request that comes again is the same one; after that its key may be used anew. */
export const REPEATED_WITHIN_MS = 600_000;
/** Changes of stock that a sale remembers, so that a repeated one is known. */
const REMEMBERED = 200;

/**
 * The counter may promise a unit only while it exists: what comes is counted before Redis hands it
 * out, what goes is counted after Redis has taken it away. Units that come cannot be refused, so what
 * changes with them changes at once; with units that go it waits for the answer of Redis.
 */
export async function beginAdjust(
  { sales, log, sessions }: SaleChangeDeps,
  saleId: string,
  { id, by, request = null, version, edit, rows }: StockWish,
): Promise<BeginAdjustOutcome> {
  const _id = objectId(saleId);
  const outcome = await transact<BeginAdjustOutcome>(sessions, 5_000, async (session) => {
    const before = await sales.findById(_id).session(session).lean<SaleDoc>();
    const no = (value: BeginAdjustOutcome) => ({ commit: false, value });
    if (!before) {
      return no({ kind: 'missing' });
    }
    const sale = toSale(before);
    const since = Date.now() - REPEATED_WITHIN_MS;
    const known = sale.adjusts.find(
      (one) => one.id === id || (request !== null && one.request === request && one.at >= since),
    );
    if (known) {
      return no({ kind: 'already', sale, change: known });
    }
    if (version !== undefined && before.version !== version) {
      return no({ kind: 'conflict' });
    }
    // Units that an earlier change is taking away are gone for this one.
    const going = sale.adjusts.reduce(
      (sum, one) => sum + (one.state === 'pending' ? Math.max(0, -one.by) : 0),
      0,
    );
    const floor = Math.max(1, before.stock - before.currentQuantity) + going;
    if (by < 0 && before.stock + by < floor) {
      return no({ kind: 'refused', floor, sale });
    }

    const isDraft = before.epoch === 0;
    const isNow = by > 0 || isDraft;
    const state = by > 0 ? ('pending' as const) : ('deciding' as const);
    const change = {
      id,
      by,
      state: isDraft ? ('done' as const) : state,
      floor: null,
      at: new Date(),
      request,
      edit: isNow ? null : (edit ?? null),
      rows: await insertRows(log, rows?.(sale) ?? [], session),
    };
    const after = await sales
      .findOneAndUpdate(
        { _id },
        {
          $push: { adjusts: { $each: [change], $slice: -REMEMBERED } },
          $set: isNow && edit ? editOf(before, edit) : { updatedAt: new Date() },
          $inc: {
            stock: isNow ? by : 0,
            currentQuantity: isNow ? by : 0,
            version: isNow || version !== undefined ? 1 : 0,
          },
        },
        { returnDocument: 'after', session },
      )
      .lean<SaleDoc>();
    if (!after) {
      return no({ kind: 'missing' });
    }
    const begun = toSale(after);
    if (isDraft) {
      await tellRows(log, change, { kind: 'done' }, begun.stock, session);
    }
    const made = begun.adjusts.find((one) => one.id === id);
    if (!made) {
      throw new Error('a change of stock was not stored with its sale');
    }
    return { commit: true, value: { kind: 'begun', sale: begun, change: made } };
  });
  if (outcome.kind === 'unknown') {
    throw outcome.error;
  }
  return outcome.value;
}

export async function finishAdjust(
  { sales, log, sessions }: SaleChangeDeps,
  saleId: string,
  id: string,
  at: { epoch: number },
  verdict: AdjustVerdict,
): Promise<FinishAdjustOutcome> {
  const _id = objectId(saleId);
  const outcome = await transact<FinishAdjustOutcome>(sessions, 5_000, async (session) => {
    const before = await sales.findById(_id).session(session).lean<SaleDoc>();
    const no = (value: FinishAdjustOutcome) => ({ commit: false, value });
    const change = before?.adjusts.find((one) => one.id === id);
    if (!before || !change) {
      return no({ kind: 'missing' });
    }
    if (!undecidedStates.includes(change.state)) {
      return no({ kind: 'already', sale: toSale(before) });
    }
    if (before.epoch !== at.epoch) {
      return no({ kind: 'epoch' });
    }
    const by = stillToApply(change.by, verdict);
    if (before.currentQuantity + by < 0) {
      return no({ kind: 'short', sale: toSale(before) });
    }
    const edit = verdict.kind === 'done' ? change.edit : null;
    const after = await sales
      .findOneAndUpdate(
        { _id, adjusts: { $elemMatch: { id, state: { $in: [...undecidedStates] } } } },
        {
          $set: {
            ...(edit ? editOf(before, edit) : { updatedAt: new Date() }),
            'adjusts.$.state': verdict.kind,
            'adjusts.$.floor': verdict.kind === 'refused' ? verdict.floor : null,
          },
          $inc: { stock: by, currentQuantity: by, version: by !== 0 || edit ? 1 : 0 },
        },
        { returnDocument: 'after', session },
      )
      .lean<SaleDoc>();
    if (!after) {
      return no({ kind: 'missing' });
    }
    await tellRows(log, change, verdict, after.stock, session);
    return { commit: true, value: { kind: 'finished', sale: toSale(after) } };
  });
  if (outcome.kind === 'unknown') {
    throw outcome.error;
  }
  return outcome.value;
}

/** An "up" was counted when it began, so only its refusal moves the counter, and back. */
function stillToApply(by: number, verdict: AdjustVerdict): number {
  if (by > 0) {
    return verdict.kind === 'refused' ? -by : 0;
  }
  return verdict.kind === 'done' ? by : 0;
}

async function tellRows(
  log: mongo.Collection<AuditDoc>,
  { id, rows = [] }: { id: string; rows?: readonly string[] },
  verdict: AdjustVerdict,
  stock: number,
  session: mongo.ClientSession,
): Promise<void> {
  if (rows.length === 0) {
    return;
  }
  await completeRows(log, rows, verdict.kind, session);
  const $set = {
    'after.stock': stock,
    'after.change.state': verdict.kind,
    'after.change.floor': verdict.kind === 'refused' ? verdict.floor : null,
  };
  const own = { _id: { $in: rows.map(objectId) }, 'after.change.id': id };
  await log.updateMany(own as object, { $set }, { session });
}
