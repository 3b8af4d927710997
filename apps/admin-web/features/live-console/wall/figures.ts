import type { Analytics, HistoryPoint, QueueOverview } from '@flash/shared-types';
import type { Sample } from '../../kit/chart/paths.ts';
import { projectSellOut } from '../rates.ts';

const MINUTE_MS = 60_000;

/** Running totals of the whole sale: the curve of the analytics, continued by the live history. */
export function joinTotals(
  curve: readonly HistoryPoint[],
  history: readonly HistoryPoint[],
): readonly HistoryPoint[] {
  const first = history[0];
  if (!first) {
    return curve;
  }
  const from = Date.parse(first.at);
  return [...curve.filter(({ at }) => Date.parse(at) < from), ...history];
}

const soldOf = (totals: readonly HistoryPoint[]): Sample[] =>
  totals.map(({ at, sold }) => ({ at: Date.parse(at), value: sold }));

/** The units sold until a moment; a total stays the same until its next point. */
const soldAt = (totals: readonly Sample[], at: number): number =>
  totals.findLast((point) => point.at <= at)?.value ?? 0;

/** The curve of units sold in a part of time, with the total that it begins with. */
export function soldSamples(totals: readonly HistoryPoint[], from: number, to: number): Sample[] {
  const sold = soldOf(totals);
  const within = sold.filter(({ at }) => at > from && at <= to);
  return [{ at: from, value: soldAt(sold, from) }, ...within];
}

const BINS_MAX = 30;
const BIN_SIZES_MS = [10_000, 30_000, MINUTE_MS, 5 * MINUTE_MS];
/** The largest bins show two hours and a half; older ones are left out. */
const LARGEST_BIN_MS = 5 * MINUTE_MS;

/** The smallest bins that show the whole time; single seconds of a slow sale are only noise. */
export const binSizeOf = (elapsedMs: number): number =>
  BIN_SIZES_MS.find((size) => elapsedMs <= size * BINS_MAX) ?? LARGEST_BIN_MS;

/**
 * Units sold per minute in bins of equal size. Only complete bins, aligned to the clock, so that a
 * drawn bin never changes and the last one is not too low. A refund does not make a rate negative.
 */
export function soldPerMinute(
  totals: readonly HistoryPoint[],
  { from, to }: { from: number; to: number },
): { samples: Sample[]; binMs: number } {
  const binMs = binSizeOf(to - from);
  const end = Math.floor(to / binMs) * binMs;
  const start = Math.max(Math.floor(from / binMs) * binMs, end - BINS_MAX * binMs);
  const sold = soldOf(totals);
  const samples: Sample[] = [];
  for (let at = start; at < end; at += binMs) {
    const count = soldAt(sold, at + binMs) - soldAt(sold, at);
    samples.push({ at, value: Math.max(0, (count * MINUTE_MS) / binMs) });
  }
  return { samples, binMs };
}

interface Pace {
  perMinute: number;
  /** The time that it is the average of. */
  overMs: number;
}

const PACE_WINDOWS_MS = [MINUTE_MS, 5 * MINUTE_MS];
const PACE_SOLD_MIN = 10;
const PACE_MS_MIN = 10_000;

/** The pace of the last minute, or of a longer time when few units were sold in it. */
export function paceOf(
  totals: readonly HistoryPoint[],
  { from, to }: { from: number; to: number },
): Pace | null {
  const sold = soldOf(totals);
  let pace: Pace | null = null;
  for (const window of PACE_WINDOWS_MS) {
    const start = Math.max(from, to - window);
    const overMs = to - start;
    if (overMs < PACE_MS_MIN) {
      return null;
    }
    const count = Math.max(0, soldAt(sold, to) - soldAt(sold, start));
    pace = { perMinute: (count * MINUTE_MS) / overMs, overMs };
    if (count >= PACE_SOLD_MIN) {
      return pace;
    }
  }
  return pace;
}

export type Forecast =
  | { kind: 'sold-out' }
  /** Nothing is being sold, or too little to judge. */
  | { kind: 'unknown' }
  /** When the last unit may be sold, from now; `toMs` is null when that may not happen. */
  | { kind: 'sells-out'; fromMs: number; toMs: number | null }
  /** How many units may be sold when the sale ends with stock left. */
  | { kind: 'left-over'; from: number; to: number };

const FORECAST_WINDOWS_MS = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, 60 * MINUTE_MS];

/** When the stock is sold at the present pace, or how much of it when the sale ends before. */
export function forecastOf(
  overview: QueueOverview,
  totals: readonly HistoryPoint[],
  leftMs: number,
): Forecast {
  const { sold, stock } = overview;
  if (stock > 0 && sold >= stock) {
    return { kind: 'sold-out' };
  }
  const projected = projectSellOut(overview, totals, FORECAST_WINDOWS_MS);
  if (!projected || leftMs <= 0) {
    return { kind: 'unknown' };
  }
  const { fromMs, toMs } = projected;
  if (fromMs <= leftMs) {
    return { kind: 'sells-out', fromMs, toMs: toMs <= leftMs ? toMs : null };
  }
  const soldBy = (sellOutMs: number) =>
    Math.min(stock, sold + Math.round(((stock - sold) * leftMs) / sellOutMs));
  return { kind: 'left-over', from: soldBy(toMs), to: soldBy(fromMs) };
}

/**
 * The revenue of this moment: the last sum of the orders and the price of what was sold since then.
 * Without a sum, the price of every unit sold.
 */
export function revenueMinor(
  sold: number,
  priceMinor: number,
  summed: Pick<Analytics, 'sold' | 'revenueMinor'> | undefined,
): number {
  return summed
    ? Math.max(0, summed.revenueMinor + (sold - summed.sold) * priceMinor)
    : sold * priceMinor;
}
