import type { Model } from 'mongoose';
import { idsOf, objectId } from '../connection/ids.ts';
import { orderLists } from '../indexes.ts';
import type { Orders, PersonKeys } from './contract.ts';
import { toOrder } from './mapping.ts';
import type { OrderDoc } from './model.ts';

const forgotten = { $set: { email: '', contact: null } };

/** Everything about who bought, and its end. */
export function createPeople(
  orders: Model<OrderDoc>,
): Pick<Orders, 'ofPerson' | 'forgetPerson' | 'forgetPeople'> {
  const { collection } = orders;
  return {
    async ofPerson(person) {
      const found = await collection
        .find<OrderDoc>(ordersOf(person), { sort: { createdAt: -1, _id: -1 } })
        .toArray();
      return found.map(toOrder);
    },
    async forgetPerson(person) {
      return (await collection.updateMany(ordersOf(person), forgotten)).modifiedCount;
    },
    async forgetPeople(saleId, batch) {
      const named = collection.find(
        { flashSaleId: objectId(saleId), kind: 'order', email: { $ne: '' } },
        { hint: orderLists.ofSale, projection: { _id: 1 }, batchSize: batch },
      );
      let count = 0;
      for await (const _id of idsOf(named, batch)) {
        count += (await collection.updateMany({ _id: { $in: _id } }, forgotten)).modifiedCount;
      }
      return count;
    },
  };
}

function ordersOf({ email, buyers }: PersonKeys): Record<string, unknown> {
  return { kind: 'order', $or: [{ email }, { buyer: { $in: [...buyers] } }] };
}
