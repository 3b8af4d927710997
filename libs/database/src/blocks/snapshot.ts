import type { Model, mongo } from 'mongoose';
import { objectId } from '../connection/ids.ts';
import { atMomentOf } from '../connection/moment.ts';
import { liveOrdersOf } from '../orders/live.ts';
import type { OrderDoc } from '../orders/model.ts';
import { toSale } from '../sales/mapping.ts';
import type { SaleDoc } from '../sales/model.ts';
import type { Block, SaleSnapshot } from './contract.ts';
import { toBlock } from './mapping.ts';
import type { BlockDoc } from './model.ts';

export interface SnapshotDeps {
  client: mongo.MongoClient;
  sales: Model<SaleDoc>;
  orders: Model<OrderDoc>;
  blocks: Model<BlockDoc>;
}

/** What was majority-committed at one moment: counters and orders that belong together. */
export async function withSnapshot<T>(
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

export function blocksFrom(
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
