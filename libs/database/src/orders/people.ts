import type { Model } from 'mongoose';
import { objectId } from '../connection/ids.ts';
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
    async forgetPeople(saleId, limit) {
      const some = collection.find(
        { flashSaleId: objectId(saleId), kind: 'order', email: { $ne: '' } },
        { hint: orderLists.ofSale, limit, projection: { _id: 1 } },
      );
      const _id = { $in: (await some.toArray()).map((one) => one._id) };
      return (await collection.updateMany({ _id }, forgotten)).modifiedCount;
    },
  };
}

function ordersOf({ email, buyers }: PersonKeys): Record<string, unknown> {
  return { kind: 'order', $or: [{ email }, { buyer: { $in: [...buyers] } }] };
}
