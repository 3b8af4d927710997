import { setImmediate as turn } from 'node:timers/promises';
import { createBatchLoader } from '@flash/shared-utils';
import mongoose, { type Model, mongo, type Types } from 'mongoose';
import { native, objectId } from './connection/documents.ts';
import { isDuplicateKey } from './connection/errors.ts';

type Key = Pick<SandboxRecord, 'saleId' | 'attempt'>;
interface Move {
  id: string;
  from: readonly SandboxRecord['state'][];
  to: SandboxRecord['state'];
}

/** Those of one turn of the event loop share a round trip, also when none is under way. */
const GATHERED = { gather: () => turn() };

/** Every authorisation is a majority write of its own; those of one moment share a round trip. */
export function createSandboxPayments(model: Model<SandboxDoc>): SandboxPayments {
  const payments = native(model);

  async function readAll(ids: readonly string[]): Promise<Map<string, SandboxRecord>> {
    const found = await payments.find({ _id: { $in: [...ids] } }).toArray();
    return new Map(found.map((doc) => [doc._id, toRecord(doc)]));
  }

  const put = createBatchLoader<SandboxDoc, SandboxRecord>(async (docs) => {
    const clashes = await insertNew(payments, docs);
    const there = clashes.length > 0 ? await readAll(clashes) : new Map<string, SandboxRecord>();
    return docs.map((doc) => there.get(doc._id) ?? toRecord(doc));
  }, GATHERED);

  const move = createBatchLoader<Move, Moved | null>(async (moves) => {
    const sure = new Map<Move, Moved>();
    for (const alike of groupAlike(moves)) {
      const [{ from, to }] = alike;
      const { modifiedCount } = await payments.updateMany(
        { _id: { $in: alike.map(({ id }) => id) }, state: { $in: [...from] } },
        { $set: { state: to } },
      );
      // Only when every one of them moved is it known what became of each without reading it.
      if (modifiedCount === alike.length) {
        for (const one of alike) {
          sure.set(one, { state: to });
        }
      }
    }
    const unsure = moves.filter((one) => !sure.has(one)).map(({ id }) => id);
    const there = unsure.length > 0 ? await readAll(unsure) : new Map<string, SandboxRecord>();
    return moves.map((one) => sure.get(one) ?? there.get(one.id) ?? null);
  }, GATHERED);

  return {
    putIfAbsent: (record) => put(toDoc(record)),
    move: (key, from, to) => move({ id: idOf(key), from, to }),
    async authorised(saleId) {
      const where = { flashSaleId: objectId(saleId), state: 'authorised' as const };
      return (await payments.find(where).toArray()).map(toRecord);
    },
    ofSale: (saleId) =>
      payments.find({ flashSaleId: objectId(saleId) }, { batchSize: 5_000 }).map(toRecord),
    async find(key) {
      const found = await payments.findOne({ _id: idOf(key) });
      return found && toRecord(found);
    },
  };
}

/** Moves that one statement can make. */
function groupAlike(moves: readonly Move[]): [Move, ...Move[]][] {
  const groups = new Map<string, [Move, ...Move[]]>();
  for (const one of moves) {
    const key = `${one.from.join()}>${one.to}`;
    const group = groups.get(key);
    if (group) {
      group.push(one);
    } else {
      groups.set(key, [one]);
    }
  }
  return [...groups.values()];
}

/** Ids that were taken: by an earlier call, or by an earlier one of this batch. */
async function insertNew(
  payments: mongo.Collection<SandboxDoc>,
  docs: readonly SandboxDoc[],
): Promise<string[]> {
  try {
    if (docs.length === 1 && docs[0]) {
      await payments.insertOne(docs[0]);
    } else {
      await payments.insertMany([...docs], { ordered: false });
    }
    return [];
  } catch (error) {
    if (docs.length === 1 && isDuplicateKey(error)) {
      return docs.map(({ _id }) => _id);
    }
    if (!(error instanceof mongo.MongoBulkWriteError)) {
      throw error;
    }
    const errors = [error.writeErrors].flat();
    if (errors.length === 0 || errors.some((one) => one.code !== 11_000)) {
      throw error;
    }
    return errors.flatMap((one) => docs[one.index]?._id ?? []);
  }
}

function idOf({ saleId, attempt }: Key): string {
  return `${saleId}:${attempt}`;
}

function toDoc({ saleId, ...record }: SandboxRecord): SandboxDoc {
  return { ...record, _id: idOf({ saleId, ...record }), flashSaleId: objectId(saleId) };
}

function toRecord({ _id: _key, flashSaleId, ...record }: SandboxDoc): SandboxRecord {
  return { ...record, saleId: flashSaleId.toHexString() };
}

export interface SandboxRecord {
  saleId: string;
  attempt: number;
  state: 'authorised' | 'declined' | 'captured' | 'cancelled' | 'refunded';
  authorisationId: string;
  amount: number;
  currency: string;
  reason: string;
}

type Moved = Pick<SandboxRecord, 'state'>;

/** What the sandbox payment provider remembers, durably. */
export interface SandboxPayments {
  /** Writes it unless the key exists; answers the record that is there now. */
  putIfAbsent(record: SandboxRecord): Promise<SandboxRecord>;
  /** Moves the record to `to` when it is in one of `from`; answers what it is now. */
  move(
    key: { saleId: string; attempt: number },
    from: readonly SandboxRecord['state'][],
    to: SandboxRecord['state'],
  ): Promise<Moved | null>;
  authorised(saleId: string): Promise<SandboxRecord[]>;
  ofSale(saleId: string): AsyncIterable<SandboxRecord>;
  find(key: Key): Promise<SandboxRecord | null>;
}

export interface SandboxDoc extends Omit<SandboxRecord, 'saleId'> {
  /** `sale:attempt`, the idempotency key. */
  _id: string;
  flashSaleId: Types.ObjectId;
}

export const sandboxSchema = new mongoose.Schema<SandboxDoc>(
  {
    _id: { type: String, required: true },
    flashSaleId: { type: mongoose.Schema.Types.ObjectId, required: true },
    attempt: { type: Number, required: true },
    state: { type: String, required: true },
    authorisationId: String,
    amount: Number,
    currency: String,
    reason: String,
  },
  { collection: 'sandboxpayments', versionKey: false },
);
