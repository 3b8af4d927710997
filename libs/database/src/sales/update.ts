import type { Model, mongo } from 'mongoose';
import { type AuditDoc, insertRows } from '../audit/audit.ts';
import type { RowsOf } from '../audit/contract.ts';
import { objectId } from '../connection/documents.ts';
import { type Sessions, transact } from '../connection/transaction.ts';
import type { Sale, SaleEdit } from '../types.ts';
import type { UpdateOutcome } from './contract.ts';
import { epochAfter, isLive, type SaleDoc, toSale, toStored } from './model.ts';

export interface SaleChangeDeps {
  sales: Model<SaleDoc>;
  log: mongo.Collection<AuditDoc>;
  sessions: Sessions;
}

/** Compare-and-set on the version, so that two edits never mix; the audit log tells of it or it is not made. */
export async function updateSale(
  { sales, log, sessions }: SaleChangeDeps,
  id: string,
  edit: SaleEdit,
  { version, rows }: { version?: number; rows?: RowsOf<[before: Sale, after: Sale]> },
): Promise<UpdateOutcome> {
  const _id = objectId(id);
  const outcome = await transact<UpdateOutcome>(sessions, 5_000, async (session) => {
    const before = await sales.findById(_id).session(session).lean<SaleDoc>();
    if (!before) {
      return { commit: false, value: { kind: 'missing' } };
    }
    if (version !== undefined && before.version !== version) {
      return { commit: false, value: { kind: 'conflict', sale: toSale(before) } };
    }
    const after = await sales
      .findOneAndUpdate(
        { _id },
        { $set: editOf(before, edit), $inc: { version: 1 } },
        { returnDocument: 'after', runValidators: true, session },
      )
      .lean<SaleDoc>();
    if (!after) {
      return { commit: false, value: { kind: 'missing' } };
    }
    const sale = toSale(after);
    await insertRows(log, rows?.(toSale(before), sale) ?? [], session);
    return { commit: true, value: { kind: 'updated', sale } };
  });
  if (outcome.kind === 'unknown') {
    throw outcome.error;
  }
  return outcome.value;
}

/** The fields that an edit sets, with those that follow from them. */
export function editOf(before: SaleDoc, edit: SaleEdit): Record<string, unknown> {
  const status = edit.status ?? before.status;
  const epoch = epochAfter(status, before.epoch);
  return { ...toStored(edit), updatedAt: new Date(), live: isLive(status, epoch), epoch };
}
