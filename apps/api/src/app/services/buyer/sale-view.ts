import type { Sale } from '@flash/database';
import { epochBase, type JoinOutcome, type Place, type PositionsOutcome } from '@flash/reservation';
import { currentSale, type Look } from '../shared/cached-snapshot.ts';

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

function rulesOf(
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

/** What anybody may see of a sale, with a place put into it. */
export function sightOfLook(look: Look, place: Place): Sight {
  const { snapshot, now } = look;
  const sale = currentSale(look);
  const held = snapshot ? snapshot.held + snapshot.claimed : 0;
  return {
    place,
    size: snapshot?.waiting ?? 0,
    free: snapshot?.free ?? 0,
    held,
    stock: snapshot?.stock ?? sale.stock,
    soldOut: snapshot ? snapshot.free + held === 0 : sale.currentQuantity === 0,
    ...rulesOf(sale),
    epoch: snapshot?.epoch ?? sale.epoch,
    n: snapshot?.n ?? 0,
    now,
  };
}

/**
 * A place that a ticket proves while Redis cannot be asked. The true rank is at most this one: of
 * those who joined before, the ones who left are not known. Where keys may order the line, a seq does not
 * tell a rank; then it is the last one that there was.
 */
export function keptPlace({ snapshot }: Pick<Look, 'snapshot'>, seq: number): Place {
  const first = epochBase(Math.floor(seq / epochBase(1)));
  const bySeq = seq - Math.max(snapshot?.serving ?? 0, first);
  const rank = snapshot && snapshot.logTypes > 0 ? snapshot.waiting : bySeq;
  return { state: 'waiting', seq, rank: Math.max(1, rank) };
}
