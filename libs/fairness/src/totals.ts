import type { LogEntry } from './entry.ts';

/** What a log adds up to from its first entry on, through all epochs. */
export interface Totals {
  joined: number;
  granted: number;
  settled: number;
  /** Sold units that went back to the line. */
  refunded: number;
  expired: number;
  left: number;
  released: number;
  removed: number;
  declined: number;
  /** In line, as far as the log alone can tell. */
  waiting: number;
  /** The highest place that was ever drawn. */
  seq: number;
  /** How the last unit was handed out. */
  mode: 'normal' | 'fast' | null;
}

export function emptyTotals(): Totals {
  return {
    joined: 0,
    granted: 0,
    settled: 0,
    refunded: 0,
    expired: 0,
    left: 0,
    released: 0,
    removed: 0,
    declined: 0,
    waiting: 0,
    seq: 0,
    mode: null,
  };
}

/** Counts one entry in. Kept beside each block, so that the totals are known without reading a long log. */
export function addToTotals(totals: Totals, entry: LogEntry): void {
  switch (entry.type) {
    case 'join':
      totals.joined += 1;
      totals.waiting += 1;
      totals.seq = Math.max(totals.seq, entry.seq);
      return;
    case 'grant':
      totals.granted += entry.holds.length;
      totals.waiting = Math.max(0, totals.waiting - entry.holds.length);
      totals.mode = entry.mode;
      return;
    case 'settle':
      totals.settled += 1;
      return;
    case 'refund':
      totals.refunded += 1;
      return;
    case 'expire':
      totals.expired += entry.holds.length;
      return;
    case 'release':
      totals.released += 1;
      return;
    case 'void':
      totals.declined += 1;
      return;
    case 'leave':
    case 'remove':
      totals[entry.type === 'leave' ? 'left' : 'removed'] += 1;
      if (entry.unit === null) {
        totals.waiting = Math.max(0, totals.waiting - 1);
      }
      return;
    case 'requeue':
      totals.waiting += entry.places.length;
  }
}

/** The totals after these entries; what they are added to stays as it is. */
export function totalsAfter(before: Totals, entries: Iterable<LogEntry>): Totals {
  const totals = { ...before };
  for (const entry of entries) {
    addToTotals(totals, entry);
  }
  return totals;
}
