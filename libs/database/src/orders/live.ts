import type { Model, mongo } from 'mongoose';
import { objectId } from '../connection/documents.ts';
import { atMomentOf } from '../connection/transaction.ts';
import { decisive } from '../indexes.ts';
import type { Order } from '../types.ts';
import { withCode } from './codes.ts';
import type { LiveOrder, Orders } from './contract.ts';
import { toLiveOrder, toOrder, withoutPerson } from './mapping.ts';
import type { OrderDoc } from './model.ts';

/** Orders that own a unit. Inside a snapshot session they are those of its moment. */
export function liveOrdersOf(
  orders: Model<OrderDoc>,
  saleId: string,
  session?: mongo.ClientSession,
): AsyncIterable<LiveOrder> {
  return orders.collection
    .find<OrderDoc>(
      { flashSaleId: objectId(saleId), live: true },
      { projection: withoutPerson, hint: decisive.unit, batchSize: 5_000, ...atMomentOf(session) },
    )
    .map(toLiveOrder);
}

export function createLiveReads(
  orders: Model<OrderDoc>,
): Pick<Orders, 'liveByUnits' | 'liveByBuyer' | 'liveOf' | 'countLive'> {
  return {
    async liveByUnits(saleId, units, { withinMs } = {}) {
      return orders.collection
        .find<OrderDoc>(
          { flashSaleId: objectId(saleId), unit: { $in: [...units] }, live: true },
          { projection: withoutPerson, hint: decisive.unit, maxTimeMS: withinMs },
        )
        .map(toLiveOrder)
        .toArray();
    },
    async liveByBuyer(saleId: string, buyer: string): Promise<Order | null> {
      const found = await orders
        .findOne({ flashSaleId: objectId(saleId), buyer, live: true })
        .lean<OrderDoc>();
      return found && toOrder(await withCode(orders, found));
    },
    liveOf: (saleId: string) => liveOrdersOf(orders, saleId),
    async countLive(saleId: string): Promise<number> {
      return orders.collection.countDocuments(
        { flashSaleId: objectId(saleId), live: true },
        { hint: decisive.unit },
      );
    },
  };
}
