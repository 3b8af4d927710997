import { createHash } from 'node:crypto';
import mongoose, { type Model, mongo, type Types } from 'mongoose';
import { maybeObjectId, native, objectId } from '../connection/documents.ts';
import { containing, pageOf, readPage, type Search } from '../connection/pages.ts';
import { auditLists } from '../indexes.ts';
import type { Audit, AuditEntry, AuditFilter, AuditOutcome, NewAuditEntry } from './contract.ts';
import { entriesNaming, forgetInAudit } from './naming.ts';

export interface AuditDoc extends Omit<AuditEntry, 'id' | 'at' | 'saleId' | 'outcome'> {
  _id: Types.ObjectId;
  flashSaleId: Types.ObjectId | null;
  at: Date;
  /** Rows that were written before there was an outcome have none: they tell of what was done. */
  outcome?: AuditEntry['outcome'];
  intent?: { afterN: number | null };
}

const anything = { type: mongoose.Schema.Types.Mixed, default: null };
const word = { type: String, default: null };
const actorSchema = new mongoose.Schema({ id: String, email: word, role: word }, { _id: false });

export const auditSchema = new mongoose.Schema<AuditDoc>(
  {
    at: { type: Date, required: true },
    actor: { type: actorSchema, required: true },
    action: { type: String, required: true },
    flashSaleId: { type: mongoose.Schema.Types.ObjectId, default: null },
    subject: word,
    reason: word,
    before: anything,
    after: anything,
    ip: word,
    requestId: word,
    outcome: { type: String, default: 'done' },
    intent: { type: anything.type },
  },
  { collection: 'auditlog', versionKey: false, minimize: false },
);

/**
 * Append-only: nothing here changes or deletes an entry, but that a pending one learns its outcome and
 * that one may cease to name a person.
 */
export function createAudit(log: Model<AuditDoc>): Audit {
  const rows = native(log);
  return {
    async append(entry) {
      const row = rowOf(entry);
      await rows.insertOne(row);
      return toEntry(row);
    },
    async appendOnce(key, entry) {
      const _id = new mongo.ObjectId(createHash('sha256').update(key).digest().subarray(0, 12));
      const { _id: _, ...row } = rowOf(entry);
      await rows.updateOne({ _id }, { $setOnInsert: row }, { upsert: true });
    },
    async begin(entry, afterN) {
      const row = { ...rowOf({ ...entry, outcome: 'pending' }), intent: { afterN } };
      await rows.insertOne(row);
      return row._id.toHexString();
    },
    async complete(id, outcome) {
      const change = { $set: { outcome }, $unset: { intent: 1 as const } };
      const pending = { _id: objectId(id), outcome: 'pending' as const };
      return (await rows.updateOne(pending, change)).modifiedCount === 1;
    },
    async unfinished(before, limit) {
      const due = { outcome: 'pending', intent: { $exists: true }, at: { $lt: new Date(before) } };
      const options = { sort: { at: 1 }, limit, hint: auditLists.pending } as const;
      const found = await rows.find(due as object, options).toArray();
      return found.map((row) => ({ ...toEntry(row), afterN: row.intent?.afterN ?? null }));
    },
    async naming(words) {
      const found: AuditEntry[] = [];
      for await (const doc of entriesNaming(log.collection, words)) {
        found.push(toEntry(doc));
      }
      return found;
    },
    forget: (words) => forgetInAudit(log.collection, words),
    async list(filter) {
      const paging = pageOf(filter);
      const { docs, total } = await readPage<AuditDoc>(log.collection, auditSearch(filter), paging);
      return { items: docs.map(toEntry), total, page: paging.page, limit: paging.limit };
    },
    export(filter) {
      const { query, sort, hint } = auditSearch(filter);
      return log.collection.find<AuditDoc>(query, { sort, hint, batchSize: 1_000 }).map(toEntry);
    },
  };
}

/** As it is stored, under an id that sorts after those made before. */
function rowOf({ saleId, at, ...entry }: NewAuditEntry): AuditDoc {
  return {
    outcome: 'done',
    ...entry,
    _id: new mongo.ObjectId(),
    at: new Date(at),
    flashSaleId: saleId === null ? null : maybeObjectId(saleId),
  };
}

/** Writes rows in the transaction of the change that they tell of; answers their ids. */
export async function insertRows(
  log: mongo.Collection<AuditDoc>,
  entries: readonly NewAuditEntry[],
  session: mongo.ClientSession,
): Promise<string[]> {
  if (entries.length === 0) {
    return [];
  }
  const rows = entries.map(rowOf);
  await log.insertMany(rows, { session, ordered: true });
  return rows.map(({ _id }) => _id.toHexString());
}

/** The outcome of pending rows, in the transaction that brings it about. */
export async function completeRows(
  log: mongo.Collection<AuditDoc>,
  ids: readonly string[],
  outcome: Exclude<AuditOutcome, 'pending'>,
  session: mongo.ClientSession,
): Promise<void> {
  const pending = { _id: { $in: ids.map(objectId) }, outcome: 'pending' as const };
  await log.updateMany(pending, { $set: { outcome } }, { session });
}

function toEntry({ _id, flashSaleId, at, intent: _, outcome, ...rest }: AuditDoc): AuditEntry {
  return {
    ...rest,
    outcome: outcome ?? 'done',
    id: _id.toHexString(),
    saleId: flashSaleId?.toHexString() ?? null,
    at: at.getTime(),
  };
}

type Query = Record<string, unknown>;

/** The narrowest index of those a filter could use; whatever else is asked is checked on its rows. */
export function auditSearch(filter: AuditFilter): Search {
  const parts: Query[] = [...ofTime(filter)];
  let hint: string = auditLists.all;
  if (filter.q) {
    const text = containing(filter.q);
    // Read on the entries themselves: the team writes few, and an index of all it says would cost more.
    parts.push({ $or: [{ action: text }, { subject: text }, { reason: text }] });
  }
  if (filter.action !== undefined) {
    parts.push({ action: filter.action });
    hint = auditLists.ofAction;
  }
  if (filter.saleId !== undefined) {
    parts.push({ flashSaleId: maybeObjectId(filter.saleId) });
    hint = auditLists.ofSale;
  }
  if (filter.actor !== undefined) {
    // No id has an @ in it, and every address has one.
    const isEmail = filter.actor.includes('@');
    parts.push(isEmail ? { 'actor.email': filter.actor } : { 'actor.id': filter.actor });
    hint = isEmail ? auditLists.ofActorEmail : auditLists.ofActor;
  }
  const query = parts.length > 0 ? { $and: parts } : {};
  return { query, sort: { at: -1, _id: -1 }, hint };
}

function ofTime({ from, to }: AuditFilter): Query[] {
  return [
    ...(from === undefined ? [] : [{ at: { $gte: new Date(from) } }]),
    ...(to === undefined ? [] : [{ at: { $lte: new Date(to) } }]),
  ];
}
