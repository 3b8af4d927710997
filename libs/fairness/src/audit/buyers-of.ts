import type { LogEntry } from '../entry.ts';

/** Everybody whose place a change touches. */
export function buyersOf(entry: LogEntry): string[] {
  switch (entry.type) {
    case 'grant':
    case 'expire':
      return entry.holds.map((hold) => hold.buyer);
    case 'requeue':
      return entry.places.map((place) => place.buyer);
    default:
      return 'buyer' in entry ? [entry.buyer] : [];
  }
}
