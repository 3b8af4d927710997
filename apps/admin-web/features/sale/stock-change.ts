import type { QueueOverview } from '@flash/shared-types';
import { formatCount } from '@flash/web';

type Counts = Pick<QueueOverview, 'sold' | 'held' | 'claimed' | 'waiting'>;

/** Whom another stock concerns, said before it is done; the API checks the floor again. */
export function stockWords(
  counts: Counts | undefined,
  stock: number,
  wanted: number | string,
): { words: string; isPossible: boolean } {
  if (typeof wanted !== 'number' || !Number.isInteger(wanted) || wanted < 1) {
    return { words: 'Enter a whole number, 1 or more.', isPossible: false };
  }
  const step = `Stock ${formatCount(stock)} → ${formatCount(wanted)}`;
  if (wanted === stock) {
    return { words: `The stock is ${formatCount(stock)} now.`, isPossible: false };
  }
  if (!counts) {
    return { words: `${step}.`, isPossible: true };
  }
  if (wanted > stock) {
    return { words: `${step}: ${servedWords(counts, wanted - stock)}`, isPossible: true };
  }
  const { sold, held, claimed } = counts;
  const floor = Math.max(1, sold + held + claimed);
  const taken = [`${formatCount(sold)} sold`, `${formatCount(held)} on hold`];
  if (claimed > 0) {
    taken.push(`${formatCount(claimed)} in payment`);
  }
  return {
    words: `${step}: ${listed(taken)}, so the stock cannot go below ${formatCount(floor)}.`,
    isPossible: wanted >= floor,
  };
}

function servedWords({ waiting }: Counts, more: number): string {
  const served = Math.min(waiting, more);
  if (served === 0) {
    return 'the line is empty, so the new units are available.';
  }
  return `the next ${formatCount(served)} of ${formatCount(waiting)} in line get one.`;
}

const listed = (parts: string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

/** Units that a buyer has or is about to have: the stock cannot go below them, nor to nothing. */
export function floorOf({ sold, held, claimed }: QueueOverview): number {
  return Math.max(1, sold + held + claimed);
}

/** What is wrong with a change of stock; null when the API will probably take it. */
export function stockFault(overview: QueueOverview, by: number | null): string | null {
  if (by === null || by === 0) {
    return 'Enter how many units.';
  }
  if (!Number.isInteger(by)) {
    return 'Enter a whole number.';
  }
  const floor = floorOf(overview);
  if (overview.stock + by < floor) {
    return `The stock cannot go below ${floor.toLocaleString()}.`;
  }
  return null;
}
