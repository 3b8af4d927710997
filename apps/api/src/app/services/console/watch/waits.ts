import type { LogEntry } from '@flash/fairness';
import type { QueueOverview } from '@flash/shared-types';
import type { JoinTimes } from '../join-times.ts';

export interface Waits {
  see(entry: LogEntry): void;
  /** Finds out how long those waited who were served since the last call. */
  settle(saleId: string, lastN: number): Promise<void>;
  spread(now: number): QueueOverview['waitMs'];
}

interface Sample {
  at: number;
  ms: number;
  /** Holds this one speaks for. */
  weight: number;
}

const WINDOW_MS = 60_000;
/** Of a crowd that is served at once, so many are asked how long they waited. */
const SAMPLES_MAX = 24;
const JOINS_KEPT = 20_000;

/** Waits of the last minute. Of many who are served at once a few stand for all. */
export function createWaits(joinTimes: JoinTimes): Waits {
  const joins = new Map<number, number>();
  let served: { seq: number; at: number }[] = [];
  let samples: Sample[] = [];

  return {
    see(entry) {
      if (entry.type === 'join') {
        joins.set(entry.seq, entry.at);
        if (joins.size > JOINS_KEPT) {
          joins.delete(joins.keys().next().value ?? 0);
        }
      } else if (entry.type === 'grant') {
        for (const { seq } of entry.holds) {
          served.push({ seq, at: entry.at });
        }
      }
    },
    async settle(saleId, lastN) {
      const asked = evenly(served, SAMPLES_MAX);
      const weight = served.length / Math.max(1, asked.length);
      served = [];
      const unknown = asked.map(({ seq }) => seq).filter((seq) => !joins.has(seq));
      const times = await joinTimes(
        saleId,
        unknown.sort((a, b) => a - b),
        lastN,
      );
      for (const { seq, at } of asked) {
        const joinedAt = joins.get(seq) ?? times.get(seq);
        if (joinedAt !== undefined) {
          samples.push({ at, ms: Math.max(0, at - joinedAt), weight });
        }
      }
    },
    spread(now) {
      samples = samples.filter(({ at }) => now - at < WINDOW_MS);
      const sorted = [...samples].sort((a, b) => a.ms - b.ms);
      return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) };
    },
  };
}

function quantile(sorted: readonly Sample[], share: number): number | null {
  const goal = sorted.reduce((sum, { weight }) => sum + weight, 0) * share;
  let sum = 0;
  for (const { ms, weight } of sorted) {
    sum += weight;
    if (sum >= goal - 1e-9) {
      return ms;
    }
  }
  return sorted.at(-1)?.ms ?? null;
}

function evenly<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) {
    return [...items];
  }
  const step = (items.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, at) => items[Math.round(at * step)]).filter(
    (item) => item !== undefined,
  );
}
