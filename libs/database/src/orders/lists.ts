import { normaliseEmail, parseOrderCode } from '@flash/shared-utils';
import type { Model } from 'mongoose';
import { maybeObjectId } from '../connection/documents.ts';
import type { Page } from '../connection/pages.ts';
import {
  containing,
  LIST_TIME_MS_MAX,
  pageOf,
  readPage,
  type Search,
} from '../connection/pages.ts';
import { orderLists } from '../indexes.ts';
import type { Order } from '../types.ts';
import { withCodes } from './codes.ts';
import type { OrderFilter, Orders } from './contract.ts';
import { toOrder } from './mapping.ts';
import type { OrderDoc } from './model.ts';

type Query = Record<string, unknown>;

/** Orders that an export reads at a time. */
const BATCH = 1_000;

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
    const items = (await withCodes(orders, found)).map(toOrder);
    return { items, total, page, limit };
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
      const search = orderSearch(await byCode(filter));
      const { docs, total } = await readPage<OrderDoc>(orders.collection, search, paging);
      const items = (await withCodes(orders, docs)).map(toOrder);
      return { items, total, page: paging.page, limit: paging.limit };
    },
    async *export(filter: OrderFilter): AsyncIterable<Order> {
      const { query, sort, hint } = orderSearch(await byCode(filter));
      const found = orders.collection.find<OrderDoc>(query, { sort, hint, batchSize: BATCH });
      let docs: OrderDoc[] = [];
      for await (const doc of found) {
        docs.push(doc);
        if (docs.length === BATCH) {
          yield* (await withCodes(orders, docs)).map(toOrder);
          docs = [];
        }
      }
      yield* (await withCodes(orders, docs)).map(toOrder);
    },
  };

  /** A code that an order has means that order; other text that looks like one may be part of an address. */
  async function byCode(filter: OrderFilter): Promise<OrderFilter> {
    const code = filter.q === undefined ? null : parseOrderCode(filter.q);
    const found = code && (await orders.findOne({ code }).select({ _id: 1 }).lean<OrderDoc>());
    return found ? { ...filter, q: found._id.toHexString() } : filter;
  }
}

/** How a filter of the team's list is asked for; each way has an index with all it needs in its key. */
export function orderSearch(filter: OrderFilter): Search {
  const direction = filter.order === 'asc' ? 1 : -1;
  const sort = { createdAt: direction, _id: direction } as const;
  const id = filter.q ? maybeObjectId(filter.q) : null;
  const rest = [...ofSale(filter), ...ofTime(filter)];
  if (id) {
    return { query: all([{ _id: id }, ...ofEmail(filter), ...rest]), sort, hint: '_id_' };
  }
  if (filter.email !== undefined || filter.q) {
    return { query: all([...ofEmail(filter), ...rest], filter), sort, hint: orderLists.byEmail };
  }
  if (filter.match) {
    return { query: all(rest, filter), sort, hint: orderLists.byPayment };
  }
  const hint = filter.saleId === undefined ? orderLists.all : orderLists.ofSale;
  return { query: all([{ kind: 'order' }, ...rest]), sort, hint };
}

/** Voids have neither an address nor a status: naming one of these leaves them out. */
function all(parts: Query[], { match }: Pick<OrderFilter, 'match'> = {}): Query {
  if (!match) {
    return { $and: parts };
  }
  const any = match.map(({ status, payment }) => ({ status, payment: { $in: [...payment] } }));
  return { $and: [...parts, any.length === 1 ? (any[0] ?? {}) : { $or: any }] };
}

function ofSale({ saleId }: OrderFilter): Query[] {
  return saleId === undefined ? [] : [{ flashSaleId: maybeObjectId(saleId) }];
}

function ofEmail({ email, q }: OrderFilter): Query[] {
  const isId = q !== undefined && maybeObjectId(q) !== null;
  return [
    ...(email === undefined ? [] : [{ email: normaliseEmail(email) }]),
    ...(!q || isId ? [] : [{ email: partOf(normaliseEmail(q)) }]),
  ];
}

/** Addresses are stored in one spelling, so letters need not be compared in both cases. */
function partOf(text: string): RegExp {
  return new RegExp(containing(text).source);
}

function ofTime({ from, to }: OrderFilter): Query[] {
  return [
    ...(from === undefined ? [] : [{ createdAt: { $gte: new Date(from) } }]),
    ...(to === undefined ? [] : [{ createdAt: { $lte: new Date(to) } }]),
  ];
}
