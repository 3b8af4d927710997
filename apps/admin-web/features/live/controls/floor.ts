import type { QueueOverview } from '@flash/shared-types';

/** Units that somebody has or is about to have: the stock cannot go below them, nor to nothing. */
export function floorOf({ sold, held, claimed }: QueueOverview): number {
  return Math.max(1, sold + held + claimed);
}

/** What is wrong with a change of stock; null when the API will probably take it. */
export function stockFault(overview: QueueOverview, by: number | null): string | null {
  if (by === null || by === 0) return 'Say how many units.';
  if (!Number.isInteger(by)) return 'Units come whole.';
  const floor = floorOf(overview);
  if (overview.stock + by < floor) return `${floor.toLocaleString()} is the floor.`;
  return null;
}
