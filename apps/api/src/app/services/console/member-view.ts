import type { Sale } from '@flash/database';
import type { Place } from '@flash/reservation';
import type { QueueMember, StateName } from '@flash/shared-types';
import { type Account, maskedEmail } from '../accounts/directory.ts';
import { iso } from '../shared/wire.ts';

export interface Seen {
  buyer: string;
  place: Place;
  joinedAt: number | null;
  network: string | null;
}

/** Somebody in line. A guest has no name here: the address stays inside the ticket. */
export function memberView(sale: Sale, seen: Seen, account: Account | undefined): QueueMember {
  const { place, buyer, joinedAt, network } = seen;
  const hold = 'hold' in place ? place.hold : null;
  return {
    buyer,
    seq: seqOf(place),
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

function seqOf(place: Place): number {
  if (place.state === 'none') return 0;
  return 'hold' in place ? place.hold.seq : place.seq;
}
