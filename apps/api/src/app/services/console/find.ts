import type { Sale } from '@flash/database';
import { email as emailSchema, type QueueMember } from '@flash/shared-types';
import { AppError } from '../../errors.ts';
import { guestBuyer } from '../shared/guest-buyer.ts';
import { type QueueContext, snapshotOf } from './context.ts';
import { memberView } from './member-view.ts';

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
  if (!snapshot) return [];
  const people = sale.identity === 'account' ? await context.accounts.find(q, FOUND_MAX) : [];
  const buyers = new Set(people.map((person) => person.id));
  const guest = sale.identity === 'guest' ? guestOf(sale, q) : null;
  if (guest !== null) buyers.add(guest);
  if (BUYER.test(q)) buyers.add(q);
  const list = [...buyers];
  const seen = await context.engine.position(sale.id, list);
  if (seen.kind !== 'positions') throw new AppError('RESTORING');
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
        const seqs = place.state === 'waiting' ? [place.seq] : [];
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
