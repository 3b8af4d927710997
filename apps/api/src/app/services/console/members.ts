import type { Sale } from '@flash/database';
import { keysOf, type Place } from '@flash/reservation';
import { email as emailSchema, type QueueMember, type StateName } from '@flash/shared-types';
import { AppError } from '../../errors.ts';
import { type Account, maskedEmail } from '../accounts/directory.ts';
import { seqOf } from '../buyer/proof.ts';
import { guestBuyer } from '../shared/buyer-digests.ts';
import { iso } from '../shared/wire.ts';
import { type QueueContext, snapshotOf } from './context.ts';

interface MembersPage {
  items: QueueMember[];
  /** Where in the line to go on; no member is skipped when the line moves between two pages. */
  nextCursor: string | null;
  total: number;
}

interface PageWish {
  cursor: string | undefined;
  from: number | undefined;
  page: number;
  limit: number;
}

/** Who holds a unit, the hold that ends first on top, then who pays for one; by page. */
export async function holdersOf(
  context: QueueContext,
  sale: Sale,
  wish: Pick<PageWish, 'page' | 'limit'>,
): Promise<MembersPage> {
  const { redis } = context;
  const snapshot = await snapshotOf(context, sale);
  if (!snapshot) {
    return { items: [], nextCursor: null, total: 0 };
  }
  const { expiry, claims } = keysOf(sale.id);
  const skip = (wish.page - 1) * wish.limit;
  const holding = await redis.zrange(expiry, skip, String(skip + wish.limit - 1));
  // Payments take seconds: those who pay are few, and stand on the page after the last hold.
  const isLast = holding.length < wish.limit;
  const paying = isLast ? await redis.zrange(claims, 0, String(wish.limit - 1)) : [];
  const buyers = [...holding, ...paying].slice(0, wish.limit);
  const { items } = await viewsOf(context, sale, snapshot.n, buyers, (place) => 'hold' in place);
  return { items, nextCursor: null, total: snapshot.held + snapshot.claimed };
}

/** What the team sees of those of these buyers whose place belongs in the list, and how many wait. */
async function viewsOf(
  { engine, accounts, joinTimes, places }: QueueContext,
  sale: Sale,
  lastN: number,
  buyers: readonly string[],
  isListed: (place: Place) => boolean,
): Promise<{ items: QueueMember[]; size: number }> {
  const seen = await engine.position(sale.id, [...buyers]);
  if (seen.kind !== 'positions') {
    throw new AppError('RESTORING');
  }
  const seqs = seen.places.flatMap((place) => (isListed(place) ? (seqOf(place) ?? []) : []));
  const [times, people, networks] = await Promise.all([
    joinTimes(
      sale.id,
      seqs.sort((a, b) => a - b),
      lastN,
    ),
    sale.identity === 'account' ? accounts.ofIds([...buyers]) : new Map(),
    places.networksOf(sale.id, [...buyers]),
  ]);
  const items = seen.places.flatMap((place, index) => {
    const buyer = buyers[index];
    if (buyer === undefined || !isListed(place)) {
      return [];
    }
    const joinedAt = times.get(seqOf(place) ?? 0) ?? null;
    const network = networks[index] ?? null;
    return [memberView(sale, { buyer, place, joinedAt, network }, people.get(buyer))];
  });
  return { items, size: seen.size };
}

/** The line in order: after a place (cursor), from a position on, or by page. */
export async function membersOf(
  context: QueueContext,
  sale: Sale,
  wish: PageWish,
): Promise<MembersPage> {
  const { redis } = context;
  const snapshot = await snapshotOf(context, sale);
  if (!snapshot) {
    return { items: [], nextCursor: null, total: 0 };
  }
  const { line } = keysOf(sale.id);
  const skip = wish.from === undefined ? (wish.page - 1) * wish.limit : wish.from - 1;
  const found =
    wish.cursor === undefined
      ? await redis.zrange(line, skip, String(skip + wish.limit - 1), 'WITHSCORES')
      : await redis.zrangebyscore(
          ...([line, `(${wish.cursor}`, '+inf', 'WITHSCORES', 'LIMIT', 0, wish.limit] as const),
        );
  const buyers = found.filter((_, i) => i % 2 === 0);
  // Who was served between the two reads is no longer in the line.
  const isWaiting = (place: Place) => place.state === 'waiting';
  const { items, size } = await viewsOf(context, sale, snapshot.n, buyers, isWaiting);
  // The key that orders the line: not always the seq of the place.
  const last = found.at(-1);
  const isFull = buyers.length === wish.limit && last !== undefined;
  return { items, nextCursor: isFull ? last : null, total: size };
}

const FOUND_MAX = 20;
const BUYER = /^[A-Za-z0-9_-]{1,24}$/;

/**
 * A person in the line of one sale. Guests can only be found by an address typed in full, because
 * only its keyed digest is known here; accounts also by the beginning of the name.
 */
export async function findInLine(
  context: QueueContext,
  sale: Sale,
  q: string,
): Promise<QueueMember[]> {
  const snapshot = await snapshotOf(context, sale);
  if (!snapshot) {
    return [];
  }
  const people = sale.identity === 'account' ? await context.accounts.find(q, FOUND_MAX) : [];
  const buyers = new Set(people.map((person) => person.id));
  const guest = sale.identity === 'guest' ? guestOf(sale, q) : null;
  if (guest !== null) {
    buyers.add(guest);
  }
  if (BUYER.test(q)) {
    buyers.add(q);
  }
  const list = [...buyers];
  const seen = await context.engine.position(sale.id, list);
  if (seen.kind !== 'positions') {
    throw new AppError('RESTORING');
  }
  const networks = await context.places.networksOf(sale.id, list);
  const byId = new Map(people.map((person) => [person.id, person]));
  const found = seen.places.map((place, index) => ({
    place,
    buyer: list[index] ?? '',
    network: networks[index] ?? null,
  }));
  return Promise.all(
    found
      .filter(({ place }) => place.state !== 'none')
      .map(async ({ place, buyer, network }) => {
        const seqs = [seqOf(place) ?? []].flat();
        const times = await context.joinTimes(sale.id, seqs, snapshot.n);
        const joinedAt = times.get(seqs[0] ?? 0) ?? null;
        return memberView(sale, { buyer, place, joinedAt, network }, byId.get(buyer));
      }),
  );
}

function guestOf(sale: Sale, q: string): string | null {
  const address = emailSchema.safeParse(q);
  return address.success ? guestBuyer(sale, address.data) : null;
}

interface Seen {
  buyer: string;
  place: Place;
  joinedAt: number | null;
  network: string | null;
}

/** A member of the line. A guest has no name here: the address stays inside the ticket. */
export function memberView(sale: Sale, seen: Seen, account: Account | undefined): QueueMember {
  const { place, buyer, joinedAt, network } = seen;
  const hold = 'hold' in place ? place.hold : null;
  return {
    buyer,
    seq: seqOf(place) ?? 0,
    position: place.state === 'waiting' ? place.rank : null,
    state: stateOf(sale, place),
    kind: sale.identity,
    name: account?.name ?? null,
    email: account ? maskedEmail(account.email) : null,
    joinedAt: joinedAt === null ? null : iso(joinedAt),
    expiresAt: hold && iso(hold.expiresAt),
    unit: hold?.unit ?? (place.state === 'sold' ? place.unit : null),
    orderId: place.state === 'sold' ? place.orderId : null,
    network,
  };
}

function stateOf(sale: Sale, place: Place): StateName {
  return place.state === 'waiting' && sale.paused ? 'paused' : place.state;
}
