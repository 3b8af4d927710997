import type { QueueOverview } from '@flash/shared-types';

/** Units that a buyer has or is about to have: the stock cannot go below them, nor to nothing. */
export function floorOf({ sold, held, claimed }: QueueOverview): number {
  return Math.max(1, sold + held + claimed);
}

/** What is wrong with a change of stock; null when the API will probably take it. */
export function stockFault(overview: QueueOverview, by: number | null): string | null {
  if (by === null || by === 0) return 'Enter how many units.';
  if (!Number.isInteger(by)) return 'Enter a whole number.';
  const floor = floorOf(overview);
  if (overview.stock + by < floor) return `The stock cannot go below ${floor.toLocaleString()}.`;
  return null;
}
