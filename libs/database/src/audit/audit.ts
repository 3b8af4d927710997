import mongoose, { type Model, type Types } from 'mongoose';
import { maybeObjectId } from '../connection/ids.ts';
import { pageOf, readPage } from '../connection/pages.ts';
import type { Audit, AuditEntry } from './contract.ts';
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

/** Append-only: there is nothing here that changes or deletes an entry. */
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
