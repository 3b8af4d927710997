import type { Place } from '@flash/reservation';
import type { StateName } from '@flash/shared-types';
import type { Random } from '@flash/shared-utils';
import type { SaleView } from './sale-view.ts';

const SERVED_SOON_MS = 400;
const NEAREST_MS = 1_000;
const FARTHEST_MS = 15_000;
/** The rank at which half of the way from the nearest to the farthest pace is reached. */
const HALF_WAY = 1_000;
/** After a start every buyer wants to know at once; they are spread over this time. */
const START_SPREAD_MS = 2_000;
const JITTER = 0.2;

const RESTING_MS: Record<Exclude<StateName, 'waiting' | 'upcoming'>, number> = {
  none: 5_000,
  paused: 5_000,
  held: 10_000,
  claimed: 1_000,
  expired: 10_000,
  sold_out: 10_000,
  sold: 60_000,
  removed: 60_000,
  ended: 60_000,
};

/** When to ask again: seldom far from the head, often near it, and never all buyers at once. */
export function pollAfterMs(name: StateName, place: Place, view: SaleView, random: Random): number {
  switch (name) {
    case 'upcoming':
      return untilEvent(view.lobbyOpensAt - view.now, random);
    case 'waiting':
      return place.state === 'waiting' ? whileWaiting(view, place.rank, random) : 0;
    default:
      return jittered(RESTING_MS[name], random);
  }
}

function whileWaiting(view: SaleView, rank: number, random: Random): number {
  const untilStart = view.startsAt - view.now;
  if (untilStart > 0) {
    return untilEvent(untilStart, random);
  }
  if (rank <= view.free) {
    return jittered(SERVED_SOON_MS + rank / 10, random);
  }
  const far = rank / (rank + HALF_WAY);
  return jittered(NEAREST_MS + far * (FARTHEST_MS - NEAREST_MS), random);
}

/** Waits for a known moment, but looks now and then whether it was moved. */
function untilEvent(leftMs: number, random: Random): number {
  if (leftMs > FARTHEST_MS) {
    return jittered(FARTHEST_MS, random);
  }
  return Math.round(Math.max(0, leftMs) + 50 + random() * START_SPREAD_MS);
}

function jittered(ms: number, random: Random): number {
  return Math.round(ms * (1 - JITTER + random() * 2 * JITTER));
}
