import type { Sale } from '@flash/database';
import type { JoinOutcome, Place, PositionsOutcome } from '@flash/reservation';

/** One buyer's place and the sale around it, at one moment of the engine's time. */
export interface Sight {
  place: Place;
  size: number;
  free: number;
  /** Held or being paid for. */
  held: number;
  stock: number;
  /** No unit is free, held or being paid for. */
  soldOut: boolean;
  startsAt: number;
  endsAt: number;
  lobbyOpensAt: number;
  pause: { reason: string; since: number } | null;
  message: string;
  /** Ended by hand or cancelled. */
  closed: boolean;
  epoch: number;
  n: number;
  now: number;
}

type Positions = Extract<PositionsOutcome, { kind: 'positions' }>;
type Joined = Extract<JoinOutcome, { kind: 'joined' | 'already' | 'repeated' }>;

export function sightOfPosition(seen: Positions, place: Place): Sight {
  return {
    place,
    size: seen.size,
    free: seen.free,
    held: seen.held + seen.claimed,
    stock: seen.stock,
    soldOut: seen.free + seen.held + seen.claimed === 0,
    startsAt: seen.startsAt,
    endsAt: seen.endsAt,
    lobbyOpensAt: seen.lobbyOpensAt,
    pause: seen.paused ? { reason: seen.pauseReason, since: seen.pauseSince } : null,
    message: seen.message,
    closed: seen.closed,
    epoch: seen.epoch,
    n: seen.n,
    now: seen.now,
  };
}

/** A join answers with counters only; the rules are those of the cached sale. */
export function sightOfJoin(joined: Joined, sale: Sale): Sight {
  return {
    place: joined.place,
    size: joined.size,
    free: joined.free,
    held: joined.held,
    // The cached rules may be a moment older than the counters.
    stock: Math.max(sale.stock, joined.free + joined.held),
    soldOut: false,
    ...rulesOf(sale),
    epoch: joined.epoch,
    n: joined.n,
    now: joined.now,
  };
}

export function rulesOf(
  sale: Sale,
): Pick<Sight, 'startsAt' | 'endsAt' | 'lobbyOpensAt' | 'pause' | 'message' | 'closed'> {
  return {
    startsAt: sale.startsAt,
    endsAt: sale.endsAt,
    lobbyOpensAt: sale.lobbyOpensAt,
    pause: sale.paused,
    message: sale.message,
    closed: sale.status !== 'OnSchedule',
  };
}
