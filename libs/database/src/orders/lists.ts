import { normaliseEmail } from '@flash/shared-utils';
import type { Model } from 'mongoose';
import { maybeObjectId } from '../connection/ids.ts';
import { containing, listTimeMsMax, pageOf } from '../connection/pages.ts';
import type { Page } from '../sales/contract.ts';
import type { Order } from '../types.ts';
import type { OrderFilter, Orders } from './contract.ts';
import { toOrder } from './mapping.ts';
import type { OrderDoc } from './model.ts';

type Query = Record<string, unknown>;

export function createLists(
  orders: Model<OrderDoc>,
): Pick<Orders, 'ofBuyers' | 'adminList' | 'export'> {
  async function pageFor(
    query: Query,
    paging: { page?: number; limit?: number },
  ): Promise<Page<Order>> {
    const { page, limit, skip } = pageOf(paging);
    const [found, total] = await Promise.all([
      orders
        .find(query)
        .sort({ _id: -1 })
        .skip(skip)
        .limit(limit)
        .maxTimeMS(listTimeMsMax)
        .lean<OrderDoc[]>(),
      orders.collection.countDocuments(query, { maxTimeMS: listTimeMsMax }),
    ]);
    return { items: found.map(toOrder), total, page, limit };
  }

  return {
    async ofBuyers(
      buyers: readonly { buyer: string; saleId?: string; seq?: number }[],
      paging: { page?: number; limit?: number },
    ): Promise<Page<Order>> {
      const any = buyers.map(({ buyer, saleId, seq }) => ({
        buyer,
        ...(saleId === undefined ? {} : { flashSaleId: maybeObjectId(saleId) }),
        ...(seq === undefined ? {} : { seq }),
      }));
      if (any.length === 0) {
        const { page, limit } = pageOf(paging);
        return { items: [], total: 0, page, limit };
      }
      return pageFor({ kind: 'order', $or: any }, paging);
    },
    adminList: (filter: OrderFilter) => pageFor(orderQuery(filter), filter),
    export: (filter: OrderFilter): AsyncIterable<Order> =>
      orders.collection
        .find<OrderDoc>(orderQuery(filter), { sort: { _id: -1 }, batchSize: 1_000 })
        .map(toOrder),
  };
}

export function orderQuery(filter: OrderFilter): Query {
  const parts: Query[] = [{ kind: 'order' }];
  if (filter.saleId !== undefined) {
    parts.push({ flashSaleId: maybeObjectId(filter.saleId) });
  }
  if (filter.email !== undefined) {
    parts.push({ email: normaliseEmail(filter.email) });
  }
  if (filter.q) {
    const id = maybeObjectId(filter.q);
    parts.push(id ? { _id: id } : { email: containing(normaliseEmail(filter.q)) });
  }
  if (filter.match) {
    parts.push({
      $or: filter.match.map(({ status, payment }) => ({
        ...(status ? { status } : {}),
        ...(payment ? { payment: { $in: [...payment] } } : {}),
      })),
    });
  }
  return { $and: parts };
}
