import { createHash } from 'node:crypto';
import mongoose, { type Model, mongo, type Types } from 'mongoose';
import { maybeObjectId } from '../connection/ids.ts';
import { pageOf, readPage } from '../connection/pages.ts';
import type { Audit, AuditEntry } from './contract.ts';
import { entriesNaming, forgetInAudit } from './naming.ts';
import { auditSearch } from './search.ts';

export interface AuditDoc extends Omit<AuditEntry, 'id' | 'at' | 'saleId'> {
  _id: Types.ObjectId;
  flashSaleId: Types.ObjectId | null;
  at: Date;
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
  },
  { collection: 'auditlog', versionKey: false, minimize: false },
);

/** Append-only: nothing here changes or deletes an entry, but that it may cease to name a person. */
export function createAudit(log: Model<AuditDoc>): Audit {
  return {
    async append({ saleId, at, ...entry }) {
      const made = await log.create({
        ...entry,
        at: new Date(at),
        flashSaleId: saleId === null ? null : maybeObjectId(saleId),
      });
      return toEntry(made.toObject());
    },
    async appendOnce(key, { saleId, at, ...entry }) {
      const _id = new mongo.ObjectId(createHash('sha256').update(key).digest().subarray(0, 12));
      const flashSaleId = saleId === null ? null : maybeObjectId(saleId);
      const $setOnInsert = { ...entry, at: new Date(at), flashSaleId };
      await log.collection.updateOne({ _id }, { $setOnInsert }, { upsert: true });
    },
    async naming(words) {
      const found: AuditEntry[] = [];
      for await (const doc of entriesNaming(log.collection, words)) found.push(toEntry(doc));
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

function toEntry({ _id, flashSaleId, at, ...rest }: AuditDoc): AuditEntry {
  return {
    ...rest,
    id: _id.toHexString(),
    saleId: flashSaleId?.toHexString() ?? null,
    at: at.getTime(),
  };
}
