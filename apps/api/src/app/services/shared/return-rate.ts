import type { LogEntry } from '@flash/fairness';

const BUCKET_MS = 1_000;
const BUCKETS = 120;
/** Fewer than these say nothing about the next one. */
const TELLING = 3;

export interface ReturnRate {
  record(entry: LogEntry): void;
  /** Units a millisecond, or null while nobody can tell. */
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
      if (units === 0) return;
      const bucket = Math.floor(entry.at / BUCKET_MS);
      moveTo(bucket);
      if (bucket <= latest - BUCKETS) return;
      first ??= bucket;
      counts[bucket % BUCKETS] = (counts[bucket % BUCKETS] ?? 0) + units;
    },
    perMs(now) {
      if (first === null) return null;
      moveTo(Math.floor(now / BUCKET_MS));
      const total = counts.reduce((sum, count) => sum + count, 0);
      if (total < TELLING) return null;
      const span = Math.min(BUCKETS, latest - first + 1);
      return total / (span * BUCKET_MS);
    },
  };

  function moveTo(bucket: number): void {
    if (bucket <= latest) return;
    const steps = Math.min(BUCKETS, bucket - latest);
    for (let step = 0; step < steps; step += 1) counts[(bucket - step) % BUCKETS] = 0;
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
