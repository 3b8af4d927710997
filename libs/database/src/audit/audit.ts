import { createHash } from 'node:crypto';
import mongoose, { type Model, mongo, type Types } from 'mongoose';
import { maybeObjectId, native, objectId } from '../connection/documents.ts';
import { containing, pageOf, readPage, type Search } from '../connection/pages.ts';
import { type Sessions, transact } from '../connection/transaction.ts';
import { auditLists } from '../indexes.ts';
import type {
  Audit,
  AuditEntry,
  AuditFilter,
  AuditOutcome,
  NewAuditEntry,
  RowsOf,
} from './contract.ts';

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
const actorSchema = new mongoose.Schema(
  { id: String, email: word, role: word, name: String },
  { _id: false },
);

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
    forget: (words, also) => forgetInAudit(log.collection, words, also),
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

interface Told<Doc, Changed> {
  change: (session: mongo.ClientSession) => Promise<Doc | null>;
  read: (doc: Doc) => Changed;
  rows: RowsOf<[changed: Changed]> | undefined;
}

/** A change of one document together with what the log tells of it; null, and no row, where it changed none. */
export async function changeWithRows<Doc, Changed>(
  { log, sessions }: { log: mongo.Collection<AuditDoc>; sessions: Sessions },
  { change, read, rows }: Told<Doc, Changed>,
): Promise<Changed | null> {
  const outcome = await transact<Changed | null>(sessions, 5_000, async (session) => {
    const doc = await change(session);
    if (!doc) {
      return { commit: false, value: null };
    }
    const changed = read(doc);
    await insertRows(log, rows?.(changed) ?? [], session);
    return { commit: true, value: changed };
  });
  if (outcome.kind === 'unknown') {
    throw outcome.error;
  }
  return outcome.value;
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
    const whole = { requestId: filter.q };
    parts.push({ $or: [{ action: text }, { subject: text }, { reason: text }, whole] });
  }
  if (filter.requestId !== undefined) {
    parts.push({ requestId: filter.requestId });
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

/** Stands where a person was named. */
const FORGOTTEN = '(forgotten)';

const BATCH = 500;

/** Entries in which one of these words stands, wherever that is. They are few; the log is read once. */
async function* entriesNaming(
  log: mongo.Collection,
  words: readonly string[],
): AsyncGenerator<AuditDoc> {
  if (words.length === 0) {
    return;
  }
  const { names } = wordsOf(words);
  const all = log.find<AuditDoc>({}, { sort: { _id: 1 }, batchSize: BATCH });
  for await (const doc of all) {
    const { actor, subject, reason, before, after } = doc;
    if (names(JSON.stringify([actor, subject, reason, before, after]))) {
      yield doc;
    }
  }
}

/**
 * The one change an entry ever sees: a person who has a right to it is no longer named. What was
 * done, when and why stays.
 */
async function forgetInAudit(
  log: mongo.Collection,
  words: readonly string[],
  also: readonly string[] = [],
): Promise<number> {
  const { names, without: cut } = wordsOf([...words, ...also]);
  let changed = 0;
  for await (const doc of entriesNaming(log, words)) {
    const { actor, subject, reason, before, after } = doc;
    const texts = everywhere({ actor, subject, reason, before, after }, cut) as object;
    // The IP address identifies the actor, so it is erased too.
    const $set = { ...texts, ...(names(JSON.stringify(actor)) && { ip: null }) };
    changed += (await log.updateOne({ _id: doc._id }, { $set })).modifiedCount;
  }
  return changed;
}

type Cut = (text: string) => string;

function everywhere(value: unknown, cut: Cut): unknown {
  if (typeof value === 'string') {
    return cut(value);
  }
  if (Array.isArray(value)) {
    return value.map((one) => everywhere(one, cut));
  }
  if (value === null || typeof value !== 'object' || value instanceof Date) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, everywhere(one, cut)]));
}

const ID = /[A-Za-z0-9_-]+/g;

/**
 * Every sale knows a person by another id, so there may be thousands: they are looked up word by word.
 * One pattern of them all would be tried at each letter of the log and delay all other reads.
 */
function wordsOf(words: readonly string[]): { names(text: string): boolean; without: Cut } {
  const ids = new Set(words.filter((word) => /^[A-Za-z0-9_-]+$/.test(word)));
  const others = words.filter((word) => !ids.has(word));
  const named = others.length > 0 ? wholeWords(others) : null;
  return {
    names: (text) =>
      (named !== null && text.search(named) >= 0) ||
      (text.match(ID) ?? []).some((id) => ids.has(id)),
    without: (text) =>
      (named === null ? text : text.replace(named, FORGOTTEN)).replace(ID, (id) =>
        ids.has(id) ? FORGOTTEN : id,
      ),
  };
}

/** `ada@x.de` is neither `nada@x.de` nor `ada@x.de.example`: those are other people. */
function wholeWords(words: readonly string[]): RegExp {
  const any = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const [before, after] = ['[\\p{L}\\p{N}._%+-]', '[\\p{L}\\p{N}_-]|\\.[\\p{L}\\p{N}]'];
  return new RegExp(`(?<!${before})(?:${any})(?!${after})`, 'giu');
}
