import type { HistoryPoint, QueueOverview } from '@flash/shared-types';

/** When the last unit may be sold, counted from now; null: not enough data. */
export interface Projection {
  fromMs: number;
  toMs: number;
}

const PACE_MS = 60_000;
const PACE_MIN_MS = 20_000;
const SOLD_MIN = 10;

/**
 * At the pace of the last minute. How often something rare happens in a minute is itself uncertain
 * by about its root, so few sales give a wide range, and fewer than ten give none.
 */
export function projectSellOut(
  { stock, sold, phase }: QueueOverview,
  history: readonly HistoryPoint[],
): Projection | null {
  const left = stock - sold;
  const last = history.at(-1);
  if (phase !== 'open' || left <= 0 || !last) return null;
  const end = Date.parse(last.at);
  const first = history.find((point) => Date.parse(point.at) >= end - PACE_MS) ?? last;
  const spanMs = end - Date.parse(first.at);
  const count = last.sold - first.sold;
  if (spanMs < PACE_MIN_MS || count < SOLD_MIN) return null;
  const doubt = 2 * Math.sqrt(count);
  return {
    fromMs: (left / (count + doubt)) * spanMs,
    toMs: (left / (count - doubt)) * spanMs,
  };
}
