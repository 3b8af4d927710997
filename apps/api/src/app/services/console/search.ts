import type { Sale } from '@flash/database';
import {
  email as emailSchema,
  type Role,
  roleAtLeast,
  type SearchAnswer,
} from '@flash/shared-types';
import type { Deps } from '../../deps.ts';
import type { Account, Accounts } from '../accounts/directory.ts';
import { guestBuyer } from '../shared/buyer-digests.ts';
import { iso, orderItemOf, phaseAt } from '../shared/wire.ts';
import { memberView } from './members.ts';

export interface SearchContext extends Pick<Deps, 'db' | 'engine' | 'clock'> {
  accounts: Pick<Accounts, 'find'>;
}

const FOUND_MAX = 6;
/** Sales whose lines are looked through for a person: those with the newest starts. */
const LINES_MAX = 100;
const REQUEST_ID = /^[a-z0-9]+-[a-z0-9]+$/;

/** The best matches of each kind. Orders and people only for roles that see buyers' data elsewhere, too. */
export async function search(context: SearchContext, q: string, role: Role): Promise<SearchAnswer> {
  const { db, clock } = context;
  const seesBuyers = roleAtLeast(role, 'support');
  const now = clock.now();
  const [sales, orders, people, audit] = await Promise.all([
    db.sales.list({ q, sort: 'stage', limit: FOUND_MAX }, now),
    seesBuyers ? ordersOf(context, q) : [],
    seesBuyers ? peopleOf(context, q) : [],
    REQUEST_ID.test(q) ? db.audit.list({ requestId: q, limit: FOUND_MAX }) : { items: [] },
  ]);
  return {
    sales: sales.items.map((sale) => ({ id: sale.id, name: sale.name, phase: phaseAt(sale, now) })),
    orders,
    people,
    audit: audit.items.map(({ id, at, action, requestId }) => ({
      ...{ id, action, requestId },
      at: iso(at),
    })),
  };
}

async function ordersOf({ db }: SearchContext, q: string): Promise<SearchAnswer['orders']> {
  const { items } = await db.orders.adminList({ q, limit: FOUND_MAX });
  const sales = await db.sales.getMany([...new Set(items.map(({ saleId }) => saleId))]);
  const names = new Map(sales.map(({ id, name }) => [id, name]));
  return items.map((order) => ({
    ...orderItemOf(order),
    saleName: names.get(order.saleId) ?? '',
  }));
}

/**
 * Places of a person in all lines that Redis keeps. A guest is found by the whole address only, because
 * a line knows no more than its keyed digest; an account also by the beginning of the name.
 */
async function peopleOf(context: SearchContext, q: string): Promise<SearchAnswer['people']> {
  const { db, accounts, clock } = context;
  const address = emailSchema.safeParse(q);
  const people = await accounts.find(q, FOUND_MAX);
  if (!address.success && people.length === 0) {
    return [];
  }
  const filter = { status: ['OnSchedule', 'ended'], sort: 'startsAt', limit: LINES_MAX } as const;
  const { items } = await db.sales.list({ ...filter, order: 'desc' }, clock.now());
  const found = await Promise.all(
    items.map((sale) => placesOf(context, sale, { address: address.data, people })),
  );
  return found.flat().slice(0, FOUND_MAX);
}

async function placesOf(
  { engine }: SearchContext,
  sale: Sale,
  { address, people }: { address: string | undefined; people: readonly Account[] },
): Promise<SearchAnswer['people']> {
  const guest = sale.identity === 'guest' && address ? guestBuyer(sale, address) : null;
  const buyers = sale.identity === 'guest' ? [guest ?? []].flat() : people.map(({ id }) => id);
  if (buyers.length === 0) {
    return [];
  }
  const seen = await engine.position(sale.id, buyers);
  // A line that is being restored is left out: the others still answer.
  const places = seen.kind === 'positions' ? seen.places : [];
  return places.flatMap((place, index) => {
    const buyer = buyers[index];
    if (buyer === undefined || place.state === 'none') {
      return [];
    }
    const account = people.find(({ id }) => id === buyer);
    const view = memberView(sale, { buyer, place, joinedAt: null, network: null }, account);
    return [{ ...view, flashSaleId: sale.id, saleName: sale.name }];
  });
}
