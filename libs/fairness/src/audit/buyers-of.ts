import type { LogEntry } from '../entry.ts';
import { peopleIn } from '../named-values.ts';

/** All buyers whose place a change touches. */
export function buyersOf(entry: LogEntry): string[] {
  switch (entry.type) {
    case 'grant':
    case 'expire':
      return entry.holds.map((hold) => hold.buyer);
    case 'requeue':
      return entry.places.map((place) => place.buyer);
    case 'unknown':
      return peopleIn(entry.values);
    default:
      return 'buyer' in entry ? [entry.buyer] : [];
  }
}
