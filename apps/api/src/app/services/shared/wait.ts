import type { LogEntry } from '@flash/fairness';

/** What the wait depends on. */
interface LineCounts {
  free: number;
  held: number;
  pause: unknown;
  startsAt: number;
  now: number;
}

interface WaitRange {
  fromMs: number;
  toMs: number;
}

/** Units handed out in a millisecond when units are free: well below what a worker does. */
const SERVED_PER_MS = 5;
const SOON_MS = 1_000;
/** An estimate that turns out too long is forgiven, one that turns out too short is not. */
const PESSIMISM = 1.8;
const STEP_MS = 1_000;

/**
 * How long the wait may take. Buyers that a free unit can reach wait for the worker only; the others wait
 * for units to come back, at the rate at which they did lately. Null when it is not known.
 */
export function waitRange(
  line: LineCounts,
  rank: number,
  returnsPerMs: number | null,
): WaitRange | null {
  if (line.pause) {
    return null;
  }
  const untilStart = Math.max(0, line.startsAt - line.now);
  if (rank <= line.free) {
    return { fromMs: untilStart, toMs: untilStart + SOON_MS + Math.ceil(rank / SERVED_PER_MS) };
  }
  const behind = rank - line.free;
  if (behind > line.held || !returnsPerMs) {
    return null;
  }
  const estimate = behind / returnsPerMs;
  return {
    fromMs: untilStart + roundUp(estimate),
    toMs: untilStart + roundUp(estimate * PESSIMISM + SOON_MS),
  };
}

function roundUp(ms: number): number {
  return Math.ceil(ms / STEP_MS) * STEP_MS;
}

/** How fast units come back, for every sale that notices speak of. */
export interface ReturnRates {
  perMs(saleId: string, now: number): number | null;
}

const SALES_MAX = 1_000;

export function createReturnRates(notices: {
  on(listener: (notice: { saleId: string; entry: LogEntry }) => void): unknown;
}): ReturnRates {
  const rates = new Map<string, ReturnRate>();

  notices.on(({ saleId, entry }) => {
    if (returnedUnits(entry) > 0) {
      rateOf(saleId).record(entry);
    }
  });

  return { perMs: (saleId, now) => rates.get(saleId)?.perMs(now) ?? null };

  function rateOf(saleId: string): ReturnRate {
    const rate = rates.get(saleId) ?? createReturnRate();
    // Moved to the end: the first one is always the one that was quiet longest.
    rates.delete(saleId);
    rates.set(saleId, rate);
    const [quietest] = rates.keys();
    if (rates.size > SALES_MAX && quietest !== undefined) {
      rates.delete(quietest);
    }
    return rate;
  }
}

const BUCKET_MS = 1_000;
const BUCKETS = 120;
/** Fewer than these say nothing about the next one. */
const TELLING = 3;

interface ReturnRate {
  record(entry: LogEntry): void;
  /** Units a millisecond, or null while too few were returned for an estimate. */
  perMs(now: number): number | null;
}

/** Measures how fast units come back to the line of one sale, over the last two minutes. */
export function createReturnRate(): ReturnRate {
  const counts = new Array<number>(BUCKETS).fill(0);
  let first: number | null = null;
  let latest = 0;

  return {
    record(entry) {
      const units = returnedUnits(entry);
      if (units === 0) {
        return;
      }
      const bucket = Math.floor(entry.at / BUCKET_MS);
      moveTo(bucket);
      if (bucket <= latest - BUCKETS) {
        return;
      }
      first ??= bucket;
      counts[bucket % BUCKETS] = (counts[bucket % BUCKETS] ?? 0) + units;
    },
    perMs(now) {
      if (first === null) {
        return null;
      }
      moveTo(Math.floor(now / BUCKET_MS));
      const total = counts.reduce((sum, count) => sum + count, 0);
      if (total < TELLING) {
        return null;
      }
      const span = Math.min(BUCKETS, latest - first + 1);
      return total / (span * BUCKET_MS);
    },
  };

  function moveTo(bucket: number): void {
    if (bucket <= latest) {
      return;
    }
    const steps = Math.min(BUCKETS, bucket - latest);
    for (let step = 0; step < steps; step += 1) {
      counts[(bucket - step) % BUCKETS] = 0;
    }
    latest = bucket;
  }
}

/** Units that this change gave back to the line. */
export function returnedUnits(entry: LogEntry): number {
  switch (entry.type) {
    case 'expire':
      return entry.holds.length;
    case 'void':
      return entry.back === 'freed' ? 1 : 0;
    case 'leave':
    case 'remove':
      return entry.unit === null ? 0 : 1;
    case 'release':
    case 'refund':
      return 1;
    default:
      return 0;
  }
}
