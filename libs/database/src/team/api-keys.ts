import { mongo, type Types } from 'mongoose';
import { type AuditDoc, changeWithRows } from '../audit/audit.ts';
import { maybeObjectId } from '../connection/documents.ts';
import type { Sessions } from '../connection/transaction.ts';
import type { ApiKey, ApiKeys } from './contract.ts';

interface ApiKeyDoc {
  _id: Types.ObjectId;
  hash: string;
  hint: string;
  name: string;
  scopes: string[];
  flashSaleId: string | null;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

interface ApiKeyDeps {
  db: mongo.Db;
  log: mongo.Collection<AuditDoc>;
  sessions: Sessions;
}

export function createApiKeys(deps: ApiKeyDeps): ApiKeys {
  const docs = deps.db.collection<ApiKeyDoc>('apikeys');

  return {
    async create({ saleId, createdAt, expiresAt, ...key }, max, rows) {
      const doc: ApiKeyDoc = {
        ...key,
        _id: new mongo.ObjectId(),
        flashSaleId: saleId,
        createdAt: new Date(createdAt),
        expiresAt: expiresAt === null ? null : new Date(expiresAt),
        lastUsedAt: null,
        revokedAt: null,
      };
      const usable = {
        revokedAt: null,
        $or: [{ expiresAt: null }, { expiresAt: { $gt: doc.createdAt } }],
      };
      const change = async (session: mongo.ClientSession) => {
        if ((await docs.countDocuments(usable, { session })) >= max) {
          return null;
        }
        await docs.insertOne(doc, { session });
        return doc;
      };
      return changeWithRows(deps, { change, read: toApiKey, rows });
    },
    async list() {
      return (await docs.find().sort({ createdAt: -1 }).toArray()).map(toApiKey);
    },
    async find(hashes) {
      const found = await docs.find({ hash: { $in: [...hashes] }, revokedAt: null }).toArray();
      const byHash = new Map(found.map((doc) => [doc.hash, toApiKey(doc)]));
      return hashes.map((hash) => byHash.get(hash) ?? null);
    },
    async revoke(id, now, rows) {
      const _id = maybeObjectId(id);
      if (_id === null) {
        return null;
      }
      const change = (session: mongo.ClientSession) =>
        docs.findOneAndUpdate(
          { _id, revokedAt: null },
          { $set: { revokedAt: new Date(now) } },
          { returnDocument: 'after', session },
        );
      return changeWithRows(deps, { change, read: toApiKey, rows });
    },
    async noteUse(id, now, everyMs) {
      const _id = maybeObjectId(id);
      const before = new Date(now - everyMs);
      const due = { $or: [{ lastUsedAt: null }, { lastUsedAt: { $lte: before } }] };
      if (_id !== null) {
        await docs.updateOne({ _id, ...due }, { $set: { lastUsedAt: new Date(now) } });
      }
    },
  };
}

function toApiKey(doc: ApiKeyDoc): ApiKey {
  return {
    id: doc._id.toHexString(),
    name: doc.name,
    hint: doc.hint,
    scopes: doc.scopes,
    saleId: doc.flashSaleId,
    createdBy: doc.createdBy,
    createdAt: doc.createdAt.getTime(),
    expiresAt: doc.expiresAt?.getTime() ?? null,
    lastUsedAt: doc.lastUsedAt?.getTime() ?? null,
    revokedAt: doc.revokedAt?.getTime() ?? null,
  };
}
