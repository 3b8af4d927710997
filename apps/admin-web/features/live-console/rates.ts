import type { HistoryPoint, QueueOverview } from '@flash/shared-types';
import type { Sample } from '../kit/chart/paths.ts';

export type RateOf = 'joined' | 'granted' | 'sold';

/** Single seconds of a slow sale are only noise. */
export const BIN_MS = 10_000;
const MINUTE_MS = 60_000;

/**
 * Rates per minute from running totals, in bins that are aligned to the clock: a drawn bin never
 * changes. Only bins that the history covers. A refund lowers the total sold, but a rate is never negative.
 */
export function ratesOf(history: readonly HistoryPoint[], name: RateOf): Sample[] {
  const totals = history.map((point) => ({ at: Date.parse(point.at), value: point[name] }));
  const [first, last] = [totals[0], totals.at(-1)];
  if (!first || !last) {
    return [];
  }
  const totalAt = (at: number) => totals.findLast((point) => point.at <= at)?.value ?? first.value;
  const samples: Sample[] = [];
  const start = Math.ceil(first.at / BIN_MS) * BIN_MS;
  for (let at = start; at + BIN_MS <= last.at; at += BIN_MS) {
    const count = Math.max(0, totalAt(at + BIN_MS) - totalAt(at));
    samples.push({ at, value: (count * MINUTE_MS) / BIN_MS });
  }
  return samples;
}

export const waitingOf = (history: readonly HistoryPoint[]): Sample[] =>
  history.map((point) => ({ at: Date.parse(point.at), value: point.waiting }));

interface Extremes {
  min: number;
  max: number;
}

export function extremesOf(samples: readonly Sample[]): Extremes | null {
  if (samples.length === 0) {
    return null;
  }
  const values = samples.map(({ value }) => value);
  return { min: Math.min(...values), max: Math.max(...values) };
}

/** The value of the last sample at or before a moment, if it stands for that moment, too. */
export function valueAt(samples: readonly Sample[], at: number, validMs = 2_000): number | null {
  const found = samples.findLast((sample) => sample.at <= at);
  return found && at - found.at < validMs ? found.value : null;
}

/** When the last unit may be sold, from now. */
interface Projection {
  fromMs: number;
  toMs: number;
}

const LAST_MINUTE = [60_000];
const WINDOW_MIN_MS = 20_000;
const SOLD_MIN = 10;
/** Least share of the units of a window that its newer half must have. */
const NEWER_HALF_MIN = 0.25;

/**
 * At the pace of the last minute, or of the first longer window with enough sales; null without
 * enough data, or when nearly all was sold in the older half, as after a rush. A count of random events is uncertain by about its square root, so few sales give a
 * wide range, and fewer than ten give none.
 */
export function projectSellOut(
  { stock, sold, phase }: QueueOverview,
  history: readonly HistoryPoint[],
  windowsMs: readonly number[] = LAST_MINUTE,
): Projection | null {
  const left = stock - sold;
  const last = history.at(-1);
  if (phase !== 'open' || left <= 0 || !last) {
    return null;
  }
  const end = Date.parse(last.at);
  for (const windowMs of windowsMs) {
    const first = history.find((point) => Date.parse(point.at) >= end - windowMs) ?? last;
    const spanMs = end - Date.parse(first.at);
    const count = last.sold - first.sold;
    if (spanMs >= WINDOW_MIN_MS && count >= SOLD_MIN && isSteady(history, first, last)) {
      const margin = 2 * Math.sqrt(count);
      return {
        fromMs: (left / (count + margin)) * spanMs,
        toMs: (left / (count - margin)) * spanMs,
      };
    }
  }
  return null;
}

function isSteady(history: readonly HistoryPoint[], first: HistoryPoint, last: HistoryPoint) {
  const middle = (Date.parse(first.at) + Date.parse(last.at)) / 2;
  const half = history.findLast(({ at }) => Date.parse(at) <= middle) ?? first;
  return last.sold - half.sold >= NEWER_HALF_MIN * (last.sold - first.sold);
}

/** The part of all holds that ended in a purchase, given back ones included; null before one has ended. */
export function paidShare(
  { outcomes, held, claimed }: Pick<QueueOverview, 'outcomes' | 'held' | 'claimed'>,
  history: readonly HistoryPoint[],
): number | null {
  const ended = (history.at(-1)?.granted ?? 0) - held - claimed;
  return ended > 0 ? Math.min(1, outcomes.bought / ended) : null;
}
