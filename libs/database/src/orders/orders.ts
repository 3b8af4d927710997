import type { Model, mongo } from 'mongoose';
import { type AuditDoc, insertRows } from '../audit/audit.ts';
import type { RowsOf } from '../audit/contract.ts';
import { idsOf, maybeObjectId, objectId } from '../connection/documents.ts';
import { isDuplicateKey } from '../connection/errors.ts';
import { type Sessions, transact } from '../connection/transaction.ts';
import { orderLists } from '../indexes.ts';
import type { MailOutbox } from '../mails/mails.ts';
import type { SaleDoc } from '../sales/model.ts';
import type { AtProvider, ClaimRecord, OrderNote } from '../types.ts';
import { withCode, withCodes } from './codes.ts';
import type { NewVoid, NoteOutcome, Orders, PersonKeys } from './contract.ts';
import { createLists } from './lists.ts';
import { createLiveReads } from './live.ts';
import { newVoidDoc, toOrder, toRecord } from './mapping.ts';
import type { OrderDoc, RecordDoc } from './model.ts';
import { createPayments, createUnitReturns, type RefundDeps, refundOrder } from './payments.ts';

export function createOrders(deps: {
  orders: Model<OrderDoc>;
  sales: Model<SaleDoc>;
  log: mongo.Collection<AuditDoc>;
  sessions: Sessions;
  mails: MailOutbox | null;
}): Orders {
  const { orders } = deps;
  return {
    ...createRecords(orders),
    ...createLiveReads(orders),
    ...createLists(orders),
    ...createPayments(orders),
    ...createUnitReturns(orders),
    refund: (orderId, options) => refundOrder(deps, orderId, options),
    note: (orderId, note, rows) => addNote(deps, orderId, note, rows),
    noteAtProvider: (key, facts) => noteAtProvider(orders, key, facts),
    async byId(id) {
      const _id = maybeObjectId(id);
      const found = _id && (await orders.findOne({ _id, kind: 'order' }).lean<OrderDoc>());
      return found ? toOrder(await withCode(orders, found)) : null;
    },
    ...createPeople(orders),
  };
}

/** An open transaction that holds the same key makes an insert wait: not for longer than this. */
const INSERT_MS_MAX = 2_000;

/** The first record on (sale, fence) decides: these are the only ways to write a void and to read which one it is. */
function createRecords(
  records: Model<OrderDoc>,
): Pick<Orders, 'byFence' | 'insertVoid' | 'recorded' | 'idsOfAttempts'> {
  async function byFence(saleId: string, fence: number): Promise<ClaimRecord | null> {
    const found = await records
      .findOne({ flashSaleId: objectId(saleId), fence })
      .maxTimeMS(INSERT_MS_MAX)
      .lean<RecordDoc>();
    if (found?.kind !== 'order') {
      return found && toRecord(found);
    }
    return toRecord(await withCode(records, found));
  }

  return {
    byFence,
    async insertVoid(record: NewVoid): Promise<ClaimRecord | null> {
      try {
        await records.collection.insertOne(newVoidDoc(record, new Date()), {
          maxTimeMS: INSERT_MS_MAX,
        });
      } catch (error) {
        if (!isDuplicateKey(error) && !mayHaveLanded(error)) {
          throw error;
        }
      }
      // Also after success: only what a majority has, read on the primary, counts.
      return byFence(record.saleId, record.fence);
    },
    async recorded(saleId: string, fences: readonly number[]): Promise<Set<number>> {
      const found = await records
        .find({ flashSaleId: objectId(saleId), fence: { $in: [...fences] } })
        .select({ fence: 1, _id: 0 })
        .lean<{ fence: number }[]>();
      return new Set(found.map((one) => one.fence));
    },
    async idsOfAttempts(saleId, fences) {
      const found = await records
        .find({ flashSaleId: objectId(saleId), fence: { $in: [...fences] }, kind: 'order' })
        .select({ fence: 1 })
        .lean<{ _id: { toHexString(): string }; fence: number }[]>();
      return new Map(found.map(({ fence, _id }) => [fence, _id.toHexString()]));
    },
  };
}

const MAX_TIME_EXPIRED = 50;
const WRITE_CONCERN_TIMEOUT = 64;

/** It ran out of time, here or on its way to a majority: the read that follows tells. */
function mayHaveLanded(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === MAX_TIME_EXPIRED || code === WRITE_CONCERN_TIMEOUT;
}

const forgotten = { $set: { email: '', contact: null }, $unset: { notes: 1 } } as const;

/** Everything about who bought, and its end. */
function createPeople(
  orders: Model<OrderDoc>,
): Pick<Orders, 'ofPerson' | 'forgetPerson' | 'forgetPeople'> {
  const { collection } = orders;
  return {
    async ofPerson(person) {
      const found = await collection
        .find<OrderDoc>(ordersOf(person), { sort: { createdAt: -1, _id: -1 } })
        .toArray();
      return (await withCodes(orders, found)).map(toOrder);
    },
    async forgetPerson(person) {
      return (await collection.updateMany(ordersOf(person), forgotten)).modifiedCount;
    },
    async forgetPeople(saleId, batch) {
      const named = collection.find(
        { flashSaleId: objectId(saleId), kind: 'order', email: { $ne: '' } },
        { hint: orderLists.ofSale, projection: { _id: 1 }, batchSize: batch },
      );
      let count = 0;
      for await (const _id of idsOf(named, batch)) {
        count += (await collection.updateMany({ _id: { $in: _id } }, forgotten)).modifiedCount;
      }
      return count;
    },
  };
}

function ordersOf({ email, buyers }: PersonKeys): Record<string, unknown> {
  const isTheirs = { buyer: { $in: [...buyers] } };
  return { kind: 'order', $or: email === undefined ? [isTheirs] : [{ email }, isTheirs] };
}

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

async function noteAtProvider(
  orders: Model<OrderDoc>,
  { saleId, fence }: { saleId: string; fence: number },
  facts: AtProvider,
): Promise<boolean> {
  const ofOrder = { flashSaleId: objectId(saleId), fence, kind: 'order' as const };
  const { modifiedCount } = await orders.collection.updateOne(
    { ...ofOrder, atProvider: { $ne: facts } },
    { $set: { atProvider: facts, updatedAt: new Date() } },
  );
  return modifiedCount === 1;
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
