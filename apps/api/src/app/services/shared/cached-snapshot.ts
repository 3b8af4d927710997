import type { Sale } from '@flash/database';
import type { LogEntry } from '@flash/fairness';
import type { Snapshot, Unavailable } from '@flash/reservation';

/** A sale's document and its live counters, as they were looked at together. */
export interface CachedSnapshot {
  sale: Sale;
  /** Null while Redis cannot tell; counters are then those of the document. */
  snapshot: Snapshot | null;
  /** When Redis stopped answering; null while it does. */
  silentSince: number | null;
  /** It said that it cannot tell, or has been silent for so long that people should know. */
  isKnownSilent: boolean;
  now: number;
}

const RESTORING = 'The line is being restored. Every place and reservation is kept.';

/** Rules as the engine applies them right now: a document read a moment ago may be older. */
export function currentSale(cached: CachedSnapshot): Sale {
  const { sale, snapshot, silentSince } = cached;
  if (cached.isKnownSilent && silentSince !== null) {
    return { ...sale, paused: { reason: RESTORING, since: sale.restoring?.since ?? silentSince } };
  }
  if (!snapshot || snapshot.version < sale.version) {
    return sale;
  }
  return {
    ...sale,
    startsAt: snapshot.startsAt,
    endsAt: snapshot.endsAt,
    lobbyOpensAt: snapshot.lobbyOpensAt,
    message: snapshot.message,
    paused: snapshot.paused ? { reason: snapshot.pauseReason, since: snapshot.pauseSince } : null,
  };
}

export function unsold({ sale, snapshot }: CachedSnapshot): number {
  return snapshot ? snapshot.stock - snapshot.sold : sale.currentQuantity;
}

/** A slow answer is no outage. */
const SILENCE_MS = 2_000;

/** What Redis told last stays in sight while it is silent. `seen` is null when no answer came. */
export function mergeSnapshot(
  sale: Sale,
  seen: Snapshot | Unavailable | null,
  before: CachedSnapshot | undefined,
  now: number,
): CachedSnapshot {
  if (seen?.kind === 'snapshot') {
    return { sale, snapshot: seen, silentSince: null, isKnownSilent: false, now: seen.now };
  }
  // Redis forgets a sale that is over; nothing is missing then.
  if (sale.status !== 'OnSchedule') {
    return { sale, snapshot: null, silentSince: null, isKnownSilent: false, now };
  }
  const silentSince = before?.silentSince ?? now;
  const isKnownSilent = seen !== null || now - silentSince >= SILENCE_MS;
  return { sale, snapshot: before?.snapshot ?? null, silentSince, isKnownSilent, now };
}

/**
 * Counts what was sold since a look, so that the last unit is noticed at once. Otherwise an answer that is
 * a moment old shows units as left, and the buyer who follows it is refused.
 */
export interface SellOut {
  /** True when this change sold what the look still showed as left. */
  isReachedBy(entry: LogEntry): boolean;
}

export function createSellOut({ snapshot }: CachedSnapshot): SellOut {
  let left = snapshot ? snapshot.stock - snapshot.sold : Number.POSITIVE_INFINITY;
  return {
    isReachedBy(entry) {
      if (entry.type !== 'settle' || !snapshot || entry.n <= snapshot.n) {
        return false;
      }
      left -= 1;
      return left === 0;
    },
  };
}
