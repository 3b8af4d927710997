import type { QueueOverview } from '@flash/shared-types';
import { formatCount } from '@flash/web';

type Counts = Pick<QueueOverview, 'stock' | 'sold' | 'held' | 'claimed' | 'waiting'>;

/** The least stock: a sale keeps one unit, and every unit that a buyer has or is about to have. */
export function stockFloor({
  sold,
  held,
  claimed,
}: Pick<Counts, 'sold' | 'held' | 'claimed'>): number {
  return Math.max(1, sold + held + claimed);
}

/** Why the stock cannot change by this amount; null when the API will probably accept it. */
export function stockChangeError(
  counts: Omit<Counts, 'waiting'>,
  by: number | null,
): string | null {
  if (by === null || by === 0) {
    return 'Enter how many units.';
  }
  if (!Number.isInteger(by)) {
    return 'Enter a whole number.';
  }
  const floor = stockFloor(counts);
  return counts.stock + by < floor ? `The stock cannot go below ${floor.toLocaleString()}.` : null;
}

interface StockChangeEffect {
  words: string;
  isPossible: boolean;
}

/** What a new total would do to buyers, shown before it is saved; the API checks the floor again. */
export function stockChangeEffect(
  counts: Omit<Counts, 'stock'> | undefined,
  stock: number,
  wanted: number | string,
): StockChangeEffect {
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
  const floor = stockFloor(counts);
  const taken = [`${formatCount(sold)} sold`, `${formatCount(held)} on hold`];
  if (claimed > 0) {
    taken.push(`${formatCount(claimed)} in payment`);
  }
  return {
    words: `${step}: ${listed(taken)}, so the stock cannot go below ${formatCount(floor)}.`,
    isPossible: wanted >= floor,
  };
}

function servedWords({ waiting }: Pick<Counts, 'waiting'>, more: number): string {
  const served = Math.min(waiting, more);
  if (served === 0) {
    return 'the line is empty, so the new units are available.';
  }
  return `the next ${formatCount(served)} of ${formatCount(waiting)} in line get one.`;
}

const listed = (parts: string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
