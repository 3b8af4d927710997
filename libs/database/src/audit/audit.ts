import mongoose, { type Model, type Types } from 'mongoose';
import { maybeObjectId } from '../connection/ids.ts';
import { containing, listTimeMsMax, pageOf } from '../connection/pages.ts';
import type { Audit, AuditEntry, AuditFilter } from './contract.ts';

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
      const query = auditQuery(filter);
      const { page, limit, skip } = pageOf(filter);
      const [found, total] = await Promise.all([
        log
          .find(query)
          .sort({ at: -1, _id: -1 })
          .skip(skip)
          .limit(limit)
          .maxTimeMS(listTimeMsMax)
          .lean<AuditDoc[]>(),
        log.countDocuments(query).maxTimeMS(listTimeMsMax),
      ]);
      return { items: found.map(toEntry), total, page, limit };
    },
  };
}

function auditQuery(filter: AuditFilter): Record<string, unknown> {
  const parts: Record<string, unknown>[] = [{}];
  if (filter.saleId !== undefined) {
    parts.push({ flashSaleId: maybeObjectId(filter.saleId) });
  }
  if (filter.actor !== undefined) {
    parts.push({ $or: [{ 'actor.id': filter.actor }, { 'actor.email': filter.actor }] });
  }
  if (filter.action !== undefined) {
    parts.push({ action: filter.action });
  }
  if (filter.q) {
    const text = containing(filter.q);
    parts.push({ $or: [{ action: text }, { subject: text }, { reason: text }] });
  }
  if (filter.from !== undefined) {
    parts.push({ at: { $gte: new Date(filter.from) } });
  }
  if (filter.to !== undefined) {
    parts.push({ at: { $lte: new Date(filter.to) } });
  }
  return { $and: parts };
}

function toEntry({ _id, flashSaleId, at, ...rest }: AuditDoc): AuditEntry {
  return {
    ...rest,
    id: _id.toHexString(),
    saleId: flashSaleId?.toHexString() ?? null,
    at: at.getTime(),
  };
}
