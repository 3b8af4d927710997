import type { LogEntry } from '@flash/fairness';
import type { Look } from './cached-snapshot.ts';

/**
 * Counts what was sold since a look, so that the last unit is noticed at once: whoever reads that
 * something is left, and then is refused, was sent there by an answer that was a moment too old.
 */
export interface SellOut {
  /** True when this change sold what the look still showed as left. */
  isReachedBy(entry: LogEntry): boolean;
}

export function createSellOut({ snapshot }: Look): SellOut {
  let left = snapshot ? snapshot.stock - snapshot.sold : Number.POSITIVE_INFINITY;
  return {
    isReachedBy(entry) {
      if (entry.type !== 'settle' || !snapshot || entry.n <= snapshot.n) return false;
      left -= 1;
      return left === 0;
    },
  };
}
