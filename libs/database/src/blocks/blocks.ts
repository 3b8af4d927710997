import { type LogEntry, parseEntry } from '@flash/fairness';
import { createBatchLoader } from '@flash/shared-utils';
import type { Model, mongo } from 'mongoose';
import { idsOf, native, objectId } from '../connection/documents.ts';
import { isDuplicateKey } from '../connection/errors.ts';
import { atMomentOf } from '../connection/transaction.ts';
import { liveOrdersOf } from '../orders/live.ts';
import type { OrderDoc } from '../orders/model.ts';
import { type SaleDoc, toSale } from '../sales/model.ts';
import type { Sale } from '../types.ts';
import type { AppendOutcome, Block, BlockHead, Blocks, SaleSnapshot } from './contract.ts';
import {
  type BlockDoc,
  headOnly,
  newBlockDoc,
  publicOnly,
  toBlock,
  toHead,
  toPublicBlock,
} from './model.ts';

/** Blocks of one write; each is at most a few MB. */
const APPENDED_AT_ONCE = 50;

export function createBlocks(deps: SnapshotDeps): Blocks {
  const { blocks } = deps;
  const append = createBatchLoader((many: Block[]) => appendBlocks(blocks, many), {
    max: APPENDED_AT_ONCE,
  });

  const range = (saleId: string, fromB: number, count: number) => ({
    flashSaleId: objectId(saleId),
    b: { $gte: fromB, $lt: fromB + count },
  });

  return {
    estimate: () => blocks.collection.estimatedDocumentCount(),
    async last(saleId) {
      const found = await blocks
        .findOne({ flashSaleId: objectId(saleId) })
        .sort({ b: -1 })
        .select(headOnly)
        .lean<BlockDoc>();
      return found && toHead(found);
    },
    async head(saleId, b) {
      const found = await blocks.collection.findOne<BlockDoc>(
        { flashSaleId: objectId(saleId), b },
        { projection: headOnly },
      );
      return found && toHead(found);
    },
    async headsSince(saleId, at, limit) {
      const newest = blocks.collection.find<BlockDoc>(
        { flashSaleId: objectId(saleId) },
        { sort: { b: -1 }, projection: headOnly, limit, batchSize: 200 },
      );
      const heads: BlockHead[] = [];
      for await (const doc of newest) {
        heads.push(toHead(doc));
        if (doc.at.getTime() < at) {
          break;
        }
      }
      return heads;
    },
    append,
    read: (saleId, fromB, count) =>
      blocks.collection
        .find<BlockDoc>(range(saleId, fromB, count), { sort: { b: 1 } })
        .map(toBlock)
        .toArray(),
    readPublic: (saleId, fromB, count) =>
      blocks.collection
        .find<BlockDoc>(range(saleId, fromB, count), { sort: { b: 1 }, projection: publicOnly })
        .map(toPublicBlock)
        .toArray(),
    all: (saleId, fromB = 0) => blocksFrom(blocks, saleId, fromB),
    naming: (saleId, buyer, fromB, toB) =>
      blocks.collection
        .find<BlockDoc>(
          { ...range(saleId, fromB, toB - fromB + 1), 'people.buyer': buyer },
          { sort: { b: 1 } },
        )
        .map(toBlock),
    withSnapshot: (saleId, use) => withSnapshot(deps, saleId, use),
    readSnapshot: (saleId) =>
      withSnapshot(deps, saleId, async ({ sale, orders, blocks: stored }) => ({
        sale,
        orders: await collect(orders()),
        blocks: await collect<Block>(stored()),
      })),
    async forget(saleId, buyer) {
      const { modifiedCount } = await native(blocks).updateMany(
        { flashSaleId: objectId(saleId), 'people.buyer': buyer },
        { $pull: { people: { buyer } } },
      );
      return modifiedCount;
    },
    async forgetSale(saleId, batch) {
      const named = blocks.collection.find(
        { flashSaleId: objectId(saleId), 'people.0': { $exists: true } },
        { projection: { _id: 1 }, batchSize: batch },
      );
      const nameless = { $set: { people: [] } };
      let count = 0;
      for await (const _id of idsOf(named, batch)) {
        count += (await native(blocks).updateMany({ _id: { $in: _id } }, nameless)).modifiedCount;
      }
      return count;
    },
  };
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) {
    all.push(one);
  }
  return all;
}

/** What waits while a write is on its way goes into the next one, of whichever sales it is. */
async function appendBlocks(
  blocks: Model<BlockDoc>,
  many: readonly Block[],
): Promise<(AppendOutcome | Error)[]> {
  const [first, ...more] = many;
  if (first && more.length > 0) {
    try {
      await blocks.collection.insertMany(many.map(newBlockDoc), { ordered: false });
      return many.map(() => ({ kind: 'stored' }));
    } catch (error) {
      if (!isDuplicateKey(error)) {
        throw error;
      }
    }
  }
  // One by one after a clash: a block that was stored by the write before is found by its hash.
  return Promise.all(many.map((block) => appendBlock(blocks, block).catch(toError)));
}

const toError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));

/** Two writers cannot fork a chain: a number is written once. */
async function appendBlock(blocks: Model<BlockDoc>, block: Block): Promise<AppendOutcome> {
  const doc = newBlockDoc(block);
  try {
    await blocks.collection.insertOne(doc);
    return { kind: 'stored' };
  } catch (error) {
    if (!isDuplicateKey(error)) {
      throw error;
    }
    const there = await blocks
      .findOne({ flashSaleId: doc.flashSaleId, b: doc.b })
      .select(headOnly)
      .lean<BlockDoc>();
    if (!there) {
      // On its way to a majority, or about to be rolled back: neither answer would be true.
      throw error;
    }
    // My own block, whose answer was lost.
    return there.hash === doc.hash ? { kind: 'stored' } : { kind: 'taken', head: toHead(there) };
  }
}

interface SnapshotDeps {
  client: mongo.MongoClient;
  sales: Model<SaleDoc>;
  orders: Model<OrderDoc>;
  blocks: Model<BlockDoc>;
}

/** What was majority-committed at one moment: counters and orders that belong together. */
async function withSnapshot<T>(
  { client, sales, orders, blocks }: SnapshotDeps,
  saleId: string,
  use: (snapshot: SaleSnapshot) => Promise<T>,
): Promise<T> {
  return client.withSession({ snapshot: true }, async (session) => {
    // The first read fixes the moment.
    const sale = await sales.collection.findOne<SaleDoc>(
      { _id: objectId(saleId) },
      atMomentOf(session),
    );
    return use({
      sale: sale && toSale(sale),
      orders: () => liveOrdersOf(orders, saleId, session),
      blocks: (fromB = 0) => blocksFrom(blocks, saleId, fromB, session),
    });
  });
}

function blocksFrom(
  blocks: Model<BlockDoc>,
  saleId: string,
  fromB: number,
  session?: mongo.ClientSession,
): AsyncIterable<Block> {
  return blocks.collection
    .find<BlockDoc>(
      { flashSaleId: objectId(saleId), b: { $gte: fromB } },
      { sort: { b: 1 }, ...atMomentOf(session) },
    )
    .map(toBlock);
}

const TAIL = 500;

interface LogSources {
  db: { blocks: Pick<Blocks, 'all'> };
  /** What is not stored yet. */
  engine: { readLog(saleId: string, from: number, count: number): Promise<LogEntry[]> };
}

/**
 * Everything that happened in a sale from a block on, in order: what is stored, then what still lies
 * in Redis.
 */
export async function* saleLog(
  { db, engine }: LogSources,
  sale: Pick<Sale, 'id' | 'epoch' | 'status'>,
  fromB = 0,
): AsyncGenerator<LogEntry> {
  let last = 0;
  for await (const block of db.blocks.all(sale.id, fromB)) {
    const buyers = new Map(block.people.map(({ leaf, buyer }) => [leaf, buyer]));
    for (const text of block.entries) {
      const entry = parseEntry(text, (leaf) => buyers.get(leaf) ?? leaf);
      last = entry.n;
      yield entry;
    }
  }
  if (sale.epoch === 0 || sale.status === 'archived') {
    return;
  }
  for (;;) {
    const tail = await engine.readLog(sale.id, last + 1, TAIL);
    for (const entry of tail) {
      last = entry.n;
      yield entry;
    }
    if (tail.length < TAIL) {
      return;
    }
  }
}
