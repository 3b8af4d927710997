import { randomInt } from 'node:crypto';
import { drawOrderCode } from '@flash/shared-utils';
import type { Model, mongo, Types } from 'mongoose';
import { native } from '../connection/documents.ts';
import { isDuplicateKey } from '../connection/errors.ts';
import type { CodedOrderDoc, OrderDoc } from './model.ts';

/** Drawn, never counted: who knows one code knows no other. */
export function newCode(): string {
  return drawOrderCode((max) => randomInt(max));
}

/** When so many codes in a row are taken, something else is wrong. */
const ROUNDS_MAX = 5;

/**
 * Orders that an older version wrote, perhaps a moment ago and beside this process, get their code when they are
 * first read for a person. The first write wins, so every process shows the same code from then on.
 */
export async function withCodes(
  model: Model<OrderDoc>,
  docs: readonly OrderDoc[],
): Promise<CodedOrderDoc[]> {
  const orders = native(model);
  const known = new Map<string, string>();
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const missing = docs.filter((doc) => codeOf(doc) === undefined);
    if (missing.length === 0) {
      break;
    }
    await giveCodes(orders, missing);
    const ids = missing.map(({ _id }) => _id);
    const query = { _id: { $in: ids }, code: { $exists: true } };
    for await (const doc of orders.find(query, { projection: { code: 1 } })) {
      known.set(String(doc._id), doc.code ?? '');
    }
  }
  return docs.map((doc) => {
    const code = codeOf(doc);
    if (code === undefined) {
      throw new Error(`no code could be given to order ${doc._id}`);
    }
    return { ...doc, code };
  });

  function codeOf(doc: OrderDoc): string | undefined {
    return doc.code ?? known.get(String(doc._id));
  }
}

export async function withCode(orders: Model<OrderDoc>, doc: OrderDoc): Promise<CodedOrderDoc> {
  const [coded] = await withCodes(orders, [doc]);
  return coded as CodedOrderDoc;
}

/** Codes that are taken already are left for the next round. */
async function giveCodes(
  orders: mongo.Collection<OrderDoc>,
  docs: readonly { _id: Types.ObjectId }[],
): Promise<void> {
  const updates = docs.map(({ _id }) => ({
    updateOne: {
      filter: { _id, code: { $exists: false } },
      update: { $set: { code: newCode() } },
    },
  }));
  try {
    await orders.bulkWrite(updates, { ordered: false });
  } catch (error) {
    if (!isDuplicateKey(error)) {
      throw error;
    }
  }
}
