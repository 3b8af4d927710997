import type { Fold, LogEntry, Report } from '@flash/fairness';
import { createModel } from './model.ts';

/** A buyer's place from one entry on, until the next stretch begins. */
export interface Stretch {
  from: number;
  /** `moving`: between two entries of one restore, where no client can look. */
  phase:
    | 'none'
    | 'waiting'
    | 'held'
    | 'claimed'
    | 'sold'
    | 'expired'
    | 'removed'
    | 'left'
    | 'moving';
  seq: number;
  unit: number;
  fence: number;
  attempt: number;
  expiresAt: number;
  /** By how much all holds had been moved before it began. */
  shifted: number;
}

/** Which rank a place had after entry `n`; the answer is written beside the question. */
export interface RankQuestion {
  n: number;
  seq: number;
  rank: number | null;
}

/** What the log says of each buyer at each of its moments. Moments are numbers of entries. */
export interface Timeline {
  readonly length: number;
  /** Time of each entry; that of entry n is at n. */
  readonly times: Float64Array;
  stretchesOf(buyer: string): readonly Stretch[];
  buyerOfSeq(seq: number): string | undefined;
  /** From each of these moments on all units were sold, or no longer were. */
  readonly soldOut: readonly { from: number; isSoldOut: boolean }[];
  /** First and last entry of an epoch. */
  epoch(epoch: number): { first: number; last: number } | undefined;
  lastEpoch: number;
  /** By how much holds had been moved up to a moment. */
  shiftedAt(n: number): number;
  /** The entry that only this call can have made. */
  entryOf(type: LogEntry['type'], key: string | number): LogEntry | undefined;
  readonly entries: readonly LogEntry[];
  /** Types of a later version that change the state: what follows them is not known. */
  readonly unknown: ReadonlySet<string>;
}

const nowhere: Stretch = {
  from: 0,
  phase: 'none',
  seq: 0,
  unit: 0,
  fence: 0,
  attempt: 0,
  expiresAt: 0,
  shifted: 0,
};
const absent: readonly Stretch[] = [nowhere];

/** Replays a log; what could not have happened is reported, and the questions are answered on the way. */
export function readTimeline(
  entries: readonly LogEntry[],
  report: Report,
  questions: readonly RankQuestion[] = [],
): Timeline {
  const model = createModel(seqsIn(entries), report);
  const { fold } = model;
  const times = new Float64Array(entries.length + 1);
  const stretches = new Map<string, Stretch[]>();
  const buyers = new Map<number, string>();
  const made = new Map<string, LogEntry>();
  const epochs = new Map<number, { first: number; last: number }>();
  const soldOut = [{ from: 0, isSoldOut: false }];
  const shifts = [{ from: 0, shifted: 0 }];
  let shifted = 0;
  const asked = [...questions].sort((a, b) => a.n - b.n);
  let next = 0;

  for (const [i, entry] of entries.entries()) {
    const n = i + 1;
    times[n] = entry.at;
    for (const buyer of model.step(entry)) {
      const known = stretches.get(buyer) ?? [nowhere];
      known.push(stretchOf(fold, buyer, n, shifted));
      stretches.set(buyer, known);
    }
    for (const key of keysOf(entry)) {
      made.set(key, entry);
    }
    if (entry.type === 'join') {
      buyers.set(entry.seq, entry.buyer);
    }
    if (entry.type === 'shift') {
      shifted += entry.byMs;
      shifts.push({ from: n, shifted });
    }
    const epoch = epochs.get(fold.epoch);
    epochs.set(fold.epoch, { first: epoch?.first ?? n, last: n });
    const isSoldOut = fold.stock - fold.sold.size <= 0;
    if (soldOut.at(-1)?.isSoldOut !== isSoldOut) {
      soldOut.push({ from: n, isSoldOut });
    }
    for (let one = asked[next]; one && one.n <= n; one = asked[next]) {
      one.rank = model.rankOf(one.seq);
      next += 1;
    }
  }

  return {
    entries,
    length: entries.length,
    times,
    soldOut,
    unknown: fold.unknown,
    stretchesOf: (buyer) => stretches.get(buyer) ?? absent,
    buyerOfSeq: (seq) => buyers.get(seq),
    epoch: (epoch) => epochs.get(epoch),
    lastEpoch: Math.max(...epochs.keys()),
    shiftedAt: (n) => shifts[lastFrom(shifts, n)]?.shifted ?? 0,
    entryOf: (type, key) => made.get(`${type} ${key}`),
  };
}

/** Index of the last item that begins at or before `n`. */
export function lastFrom(items: readonly { from: number }[], n: number): number {
  let [low, high] = [0, items.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((items[middle]?.from ?? 0) <= n) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

function seqsIn(entries: readonly LogEntry[]): number[] {
  const seqs: number[] = [];
  for (const entry of entries) {
    if (entry.type === 'join') {
      seqs.push(entry.seq);
    }
    if (entry.type === 'requeue') {
      for (const { seq } of entry.places) {
        seqs.push(seq);
      }
    }
  }
  return seqs;
}

function keysOf(entry: LogEntry): string[] {
  switch (entry.type) {
    case 'join':
      return [`join ${entry.seq}`];
    case 'claim':
    case 'settle':
    case 'void':
      return [`${entry.type} ${entry.attempt}`];
    case 'refund':
      return [`refund ${entry.fence}`];
    case 'extend':
      return [`extend ${entry.buyer} ${entry.expiresAt}`];
    default:
      return [];
  }
}

function stretchOf(fold: Fold, buyer: string, from: number, shifted: number): Stretch {
  const hold = fold.holds.get(buyer);
  if (hold) {
    const { seq, unit, fence, attempt, expiresAt } = hold;
    const phase = hold.claimed ? 'claimed' : 'held';
    return { from, phase, seq, unit, fence, attempt, expiresAt, shifted };
  }
  const seq = fold.waiting.get(buyer);
  if (seq !== undefined) {
    return { ...nowhere, from, phase: 'waiting', seq };
  }
  const sold = fold.sold.get(buyer);
  if (sold) {
    const { unit, attempt } = sold;
    return { ...nowhere, from, phase: 'sold', seq: sold.seq, unit, attempt };
  }
  const promised = fold.promised.get(buyer);
  if (promised) {
    return { ...nowhere, from, phase: 'moving', seq: promised.seq };
  }
  const remains = fold.remains.get(buyer);
  return remains
    ? { ...nowhere, from, phase: remains.phase, seq: remains.seq }
    : { ...nowhere, from };
}
