import { normaliseEmail } from '@flash/shared-utils';
import { maybeObjectId } from '../connection/ids.ts';
import { containing, type Search } from '../connection/pages.ts';
import { orderLists } from '../indexes.ts';
import type { OrderFilter } from './contract.ts';

type Query = Record<string, unknown>;

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
