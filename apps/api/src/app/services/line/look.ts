import type { Sale } from '@flash/database';
import type { Snapshot } from '@flash/reservation';

/** A sale's document and its live counters, as they were looked at together. */
export interface Look {
  sale: Sale;
  /** Null while Redis cannot tell; counters are then those of the document. */
  snapshot: Snapshot | null;
  /** When Redis stopped telling; null while it does. */
  silentSince: number | null;
  now: number;
}

const RESTORING = 'The line is being restored. Every place and reservation is kept.';

/** Rules as the engine applies them right now: a document read a moment ago may be older. */
export function currentSale(look: Look): Sale {
  const { sale, snapshot, silentSince } = look;
  if (silentSince !== null) {
    return { ...sale, paused: { reason: RESTORING, since: sale.restoring?.since ?? silentSince } };
  }
  if (!snapshot || snapshot.version < sale.version) return sale;
  return {
    ...sale,
    startsAt: snapshot.startsAt,
    endsAt: snapshot.endsAt,
    lobbyOpensAt: snapshot.lobbyOpensAt,
    message: snapshot.message,
    paused: snapshot.paused ? { reason: snapshot.pauseReason, since: snapshot.pauseSince } : null,
  };
}

export function unsold({ sale, snapshot }: Look): number {
  return snapshot ? snapshot.stock - snapshot.sold : sale.currentQuantity;
}

/** What Redis told last stays in sight while it is silent. */
export function lookAt(
  sale: Sale,
  seen: Snapshot | null,
  before: Look | undefined,
  at: number,
): Look {
  if (seen) return { sale, snapshot: seen, silentSince: null, now: seen.now };
  const isServed = sale.status === 'OnSchedule';
  return {
    sale,
    snapshot: isServed ? (before?.snapshot ?? null) : null,
    silentSince: isServed ? (before?.silentSince ?? at) : null,
    now: at,
  };
}
