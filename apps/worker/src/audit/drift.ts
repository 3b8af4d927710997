import type { Fold } from '@flash/fairness';
import type { Snapshot } from '@flash/reservation';

/** Counters of the live state that differ from what the log up to the same entry says. */
export function driftOf(fold: Fold, shot: Snapshot): string[] {
  if (fold.n !== shot.n || fold.epoch !== shot.epoch || fold.unknown.size > 0) return [];
  const told = {
    stock: fold.stock,
    waiting: fold.waiting.size,
    held: fold.holds.size - fold.claimed,
    claimed: fold.claimed,
    sold: fold.sold.size,
  };
  return Object.entries(told)
    .filter(([name, count]) => shot[name as keyof typeof told] !== count)
    .map(([name, count]) => `${name}: ${shot[name as keyof typeof told]} instead of ${count}`);
}
