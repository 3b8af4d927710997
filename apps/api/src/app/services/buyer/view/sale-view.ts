import type { Sale } from '@flash/database';
import { epochBase, type JoinOutcome, type Place, type PositionsOutcome } from '@flash/reservation';
import { type CachedSnapshot, currentSale } from '../../shared/cached-snapshot.ts';

/** What a buyer is shown of the sale around a place, at one moment of the engine's time. */
export interface SaleView {
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

/** One buyer's place in it. */
export interface PlaceInSale {
  place: Place;
  view: SaleView;
}

export function viewOfPositions(seen: Extract<PositionsOutcome, { kind: 'positions' }>): SaleView {
  const { size, free, stock, startsAt, endsAt, lobbyOpensAt, message, closed, epoch, n, now } =
    seen;
  const held = seen.held + seen.claimed;
  const pause = seen.paused ? { reason: seen.pauseReason, since: seen.pauseSince } : null;
  return {
    ...{ size, free, held, stock, startsAt, endsAt, lobbyOpensAt, message, closed, epoch, n, now },
    soldOut: free + held === 0,
    pause,
  };
}

/** A join answers with counters only; the rules are those of the cached sale. */
export function viewOfJoin(
  joined: Extract<JoinOutcome, { kind: 'joined' | 'already' | 'repeated' }>,
  sale: Sale,
): SaleView {
  const { size, free, held, epoch, n, now } = joined;
  return {
    ...{ size, free, held, epoch, n, now },
    // The cached rules may be a moment older than the counters.
    stock: Math.max(sale.stock, free + held),
    soldOut: false,
    ...rulesIn(sale),
  };
}

/** From what every buyer reads of the sale: for buyers without a place, and while Redis is silent. */
export function viewOfSnapshot(cached: CachedSnapshot): SaleView {
  const { snapshot, now } = cached;
  const sale = currentSale(cached);
  const held = snapshot ? snapshot.held + snapshot.claimed : 0;
  return {
    size: snapshot?.waiting ?? 0,
    free: snapshot?.free ?? 0,
    held,
    stock: snapshot?.stock ?? sale.stock,
    soldOut: snapshot ? snapshot.free + held === 0 : sale.currentQuantity === 0,
    ...rulesIn(sale),
    epoch: snapshot?.epoch ?? sale.epoch,
    n: snapshot?.n ?? 0,
    now,
  };
}

function rulesIn(sale: Sale) {
  return {
    startsAt: sale.startsAt,
    endsAt: sale.endsAt,
    lobbyOpensAt: sale.lobbyOpensAt,
    pause: sale.paused,
    message: sale.message,
    closed: sale.status !== 'OnSchedule',
  };
}

/**
 * A place that a ticket proves while Redis cannot be asked. The true rank is at most this one: how many of
 * those who joined before have left is not known. Where keys may order the line, a seq does not tell a rank;
 * then it is the last one that there was.
 */
export function keptPlace({ snapshot }: Pick<CachedSnapshot, 'snapshot'>, seq: number): Place {
  const first = epochBase(Math.floor(seq / epochBase(1)));
  const bySeq = seq - Math.max(snapshot?.serving ?? 0, first);
  const rank = snapshot && snapshot.logTypes > 0 ? snapshot.waiting : bySeq;
  return { state: 'waiting', seq, rank: Math.max(1, rank) };
}
