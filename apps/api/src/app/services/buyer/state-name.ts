import type { StateName } from '@flash/shared-types';
import type { Sight } from './sale-view.ts';

/** What a place means to its buyer, given the sale around it. */
export function stateName(sight: Sight): StateName {
  const { place, now } = sight;
  const ended = sight.closed || now >= sight.endsAt;
  switch (place.state) {
    case 'held':
      // The sweep is on its way; nobody may be told that there is still something to pay for.
      return place.hold.expiresAt <= now ? 'expired' : 'held';
    case 'claimed':
    case 'sold':
    case 'expired':
    case 'removed':
      return place.state;
    case 'waiting':
      if (ended) return 'ended';
      if (sight.soldOut) return 'sold_out';
      return sight.pause ? 'paused' : 'waiting';
    case 'none':
      if (ended) return 'ended';
      if (now < sight.lobbyOpensAt) return 'upcoming';
      return sight.soldOut ? 'sold_out' : 'none';
  }
}
