import type { Model } from 'mongoose';
import { maybeObjectId } from '../connection/ids.ts';
import { LIST_TIME_MS_MAX, pageOf, readPage } from '../connection/pages.ts';
import type { Page } from '../sales/contract.ts';
import type { Order } from '../types.ts';
import type { OrderFilter, Orders } from './contract.ts';
import { toOrder } from './mapping.ts';
import type { OrderDoc } from './model.ts';
import { orderSearch } from './search.ts';

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
        .maxTimeMS(LIST_TIME_MS_MAX)
        .lean<OrderDoc[]>(),
      orders.collection.countDocuments(query, { maxTimeMS: LIST_TIME_MS_MAX }),
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
    async adminList(filter: OrderFilter): Promise<Page<Order>> {
      const paging = pageOf(filter);
      const search = orderSearch(filter);
      const { docs, total } = await readPage<OrderDoc>(orders.collection, search, paging);
      return { items: docs.map(toOrder), total, page: paging.page, limit: paging.limit };
    },
    export(filter: OrderFilter): AsyncIterable<Order> {
      const { query, sort, hint } = orderSearch(filter);
      return orders.collection.find<OrderDoc>(query, { sort, hint, batchSize: 1_000 }).map(toOrder);
    },
  };
}
