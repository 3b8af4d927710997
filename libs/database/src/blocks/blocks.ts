import { idsOf, objectId } from '../connection/ids.ts';
import { native } from '../connection/native.ts';
import { appendBlock } from './append.ts';
import type { Block, BlockHead, Blocks } from './contract.ts';
import { headOnly, publicOnly, toBlock, toHead, toPublicBlock } from './mapping.ts';
import type { BlockDoc } from './model.ts';
import { blocksFrom, type SnapshotDeps, withSnapshot } from './snapshot.ts';

export function createBlocks(deps: SnapshotDeps): Blocks {
  const { blocks } = deps;

  const range = (saleId: string, fromB: number, count: number) => ({
    flashSaleId: objectId(saleId),
    b: { $gte: fromB, $lt: fromB + count },
  });

  return {
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
    append: (block) => appendBlock(blocks, block),
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
