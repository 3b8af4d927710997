import { addToTotals, emptyTotals, type LogEntry, type Totals } from '@flash/fairness';
import type { HistoryPoint, QueueOverview } from '@flash/shared-types';
import { iso } from '../../shared/wire.ts';
import type { JoinTimes } from '../join-times.ts';

/** A running total and when it was true; the last one of each second is kept. */
interface Mark {
  second: number;
  totals: Totals;
}

export interface Meter {
  readonly totals: Readonly<Totals>;
  /** Begins anew at totals that are known, with marks of the time before, oldest first. */
  begin(marks: readonly { at: number; totals: Totals }[]): void;
  add(entry: LogEntry): void;
  rates(now: number): QueueOverview['rates'];
  /** Totals at the end of each full second after `since`; `drift` corrects who is in line. */
  history(since: number, now: number, drift: number): HistoryPoint[];
}

const RATE_SECONDS = 5;
export const HISTORY_SECONDS = 120;

/**
 * Adds the log up by the seconds of its own clock, so that each process that reads it comes to the
 * same figures, whenever it began.
 */
export function createMeter(): Meter {
  let totals = emptyTotals();
  let marks: Mark[] = [];

  return {
    get totals() {
      return totals;
    },
    begin(known) {
      marks = [];
      for (const { at, totals: then } of known) {
        keep(at, then);
      }
      totals = { ...(known.at(-1)?.totals ?? emptyTotals()) };
    },
    add(entry) {
      addToTotals(totals, entry);
      keep(entry.at, totals);
    },
    rates(now) {
      const second = Math.floor(now / 1_000);
      const [then, last] = [until(second - RATE_SECONDS), until(second)];
      const rate = (name: 'joined' | 'granted' | 'settled') =>
        Math.max(0, (last?.[name] ?? 0) - (then?.[name] ?? 0)) / RATE_SECONDS;
      return { joins: rate('joined'), grants: rate('granted'), confirms: rate('settled') };
    },
    history(since, now, drift) {
      const last = Math.floor(now / 1_000);
      const first = Math.max(last - HISTORY_SECONDS + 1, Math.floor(since / 1_000) + 1);
      const points: HistoryPoint[] = [];
      for (let second = first; second <= last; second += 1) {
        const then = until(second);
        if (then) {
          points.push(pointOf(second, then, drift));
        }
      }
      return points;
    },
  };

  function keep(at: number, then: Totals): void {
    const second = Math.floor(at / 1_000);
    const last = marks.at(-1);
    if (last && last.second >= second) {
      last.totals = { ...then };
    } else {
      marks.push({ second, totals: { ...then } });
    }
    // The oldest one stays: it says how things stood when the history begins.
    while ((marks[1]?.second ?? second) < second - HISTORY_SECONDS - RATE_SECONDS) {
      marks.shift();
    }
  }

  /** As it was when this second began. */
  function until(second: number): Totals | undefined {
    return marks.findLast((mark) => mark.second < second)?.totals;
  }
}

function pointOf(second: number, totals: Totals, drift: number): HistoryPoint {
  return {
    at: iso(second * 1_000),
    joined: totals.joined,
    granted: totals.granted,
    sold: Math.max(0, totals.settled - totals.refunded),
    waiting: Math.max(0, totals.waiting + drift),
  };
}

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
