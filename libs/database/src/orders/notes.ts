import { insertRows } from '../audit/audit.ts';
import type { RowsOf } from '../audit/contract.ts';
import { maybeObjectId } from '../connection/documents.ts';
import { transact } from '../connection/transaction.ts';
import type { OrderNote } from '../types.ts';
import type { NoteOutcome } from './contract.ts';
import type { OrderDoc } from './model.ts';
import type { RefundDeps } from './payments.ts';

const DEADLINE_MS = 5_000;
/** They are read together with the order. */
export const NOTES_MAX = 100;

export async function addNote(
  { orders, log, sessions }: Pick<RefundDeps, 'orders' | 'log' | 'sessions'>,
  orderId: string,
  note: OrderNote,
  rows: RowsOf<[saleId: string]>,
): Promise<NoteOutcome> {
  const _id = maybeObjectId(orderId);
  if (!_id) {
    return 'missing';
  }
  const outcome = await transact<NoteOutcome>(sessions, DEADLINE_MS, async (session) => {
    const order = await orders.findOne({ _id, kind: 'order' }).session(session).lean<OrderDoc>();
    const refused = order ? refusalOf(order, note) : 'missing';
    if (!order || refused !== null) {
      return { commit: false, value: refused ?? 'missing' };
    }
    const stored = { ...note, at: new Date(note.at) };
    // On the order as it was read: a person who is forgotten meanwhile stays forgotten.
    await orders.collection.updateOne({ _id }, { $push: { notes: stored } as never }, { session });
    await insertRows(log, rows(order.flashSaleId.toHexString()), session);
    return { commit: true, value: 'added' };
  });
  return outcome.kind === 'done' ? outcome.value : 'unknown';
}

function refusalOf({ email, notes = [] }: OrderDoc, { id }: OrderNote): NoteOutcome | null {
  if (notes.some((known) => known.id === id)) {
    return 'added';
  }
  if (email === '') {
    return 'forgotten';
  }
  return notes.length >= NOTES_MAX ? 'full' : null;
}
