import type { Block, Database } from '@flash/database';
import { canonicalEntry, type LogEntry } from '@flash/fairness';
import type { Engine } from '@flash/reservation';
import { expect, test } from 'vitest';
import { createJoinTimes } from './join-times.ts';

const AT = Date.UTC(2026, 5, 1, 10);
const atOf = (seq: number) => AT + seq * 1_000;

/** A log of one sale. Numbers are seqs of joins, null is an entry of another kind. */
function logOf(kinds: readonly (number | null)[]): LogEntry[] {
  return kinds.map((seq, i) =>
    seq === null
      ? { n: i + 1, at: AT, type: 'resume' }
      : { n: i + 1, at: atOf(seq), type: 'join', seq, buyer: `b${seq}`, late: false },
  );
}

const upTo = (last: number, from = 1) =>
  Array.from({ length: last - from + 1 }, (_, i) => from + i);
const others = (count: number) => Array.from({ length: count }, () => null);

const textOf = (entry: LogEntry) => canonicalEntry(entry, (buyer) => buyer);

/** The first `stored` entries lie in blocks of `size`, all of them in Redis. */
function timesOf(log: readonly LogEntry[], { stored = 0, size = 10 } = {}) {
  const blocks: Block[] = [];
  let seq = 0;
  for (let from = 0; from < stored; from += size) {
    const part = log.slice(from, Math.min(from + size, stored));
    seq = Math.max(seq, ...part.map((entry) => (entry.type === 'join' ? entry.seq : 0)));
    const [b, to] = [blocks.length, from + part.length];
    blocks.push({ b, to, entries: part.map(textOf), totals: { seq } } as unknown as Block);
  }
  let reads = 0;
  const db = {
    blocks: {
      last: async () => blocks.at(-1) ?? null,
      head: async (_: string, b: number) => blocks[b] ?? null,
      read: async (_: string, b: number, count: number) => {
        reads += 1;
        return blocks.slice(b, b + count);
      },
    } as unknown as Database['blocks'],
  };
  let asked = 0;
  const engine = {
    readLog: async (_: string, from: number, count: number) => {
      asked += 1;
      return log.slice(from - 1, from - 1 + count);
    },
  } as Pick<Engine, 'readLog'>;
  const joinTimes = createJoinTimes({ db, engine });
  return {
    of: async (...seqs: number[]) => {
      const times = await joinTimes('s1', seqs, log.length);
      return seqs.filter((seq) => times.has(seq)).map((seq) => [seq, times.get(seq)]);
    },
    reads: () => reads,
    asked: () => asked,
  };
}

const expected = (...seqs: number[]) => seqs.map((seq) => [seq, atOf(seq)]);

test('a page of the line is told when each place was taken, stored or not', async () => {
  const log = logOf([...upTo(95), ...others(7), ...upTo(130, 96)]);
  const times = timesOf(log, { stored: 100 });
  expect(await times.of(1, 2, 94, 95, 96, 130)).toEqual(expected(1, 2, 94, 95, 96, 130));
});

test('a block is read once, also for another page with its places', async () => {
  const times = timesOf(logOf(upTo(100)), { stored: 100 });
  expect(await times.of(41, 42, 50)).toEqual(expected(41, 42, 50));
  expect(times.reads()).toBe(1);
  expect(await times.of(45)).toEqual(expected(45));
  expect(times.reads()).toBe(1);
  await times.of();
  expect(times.reads()).toBe(1);
});

test('places that lie far apart cost a bounded number of reads, and the rest is left out', async () => {
  const times = timesOf(logOf(upTo(1_000)), { stored: 1_000 });
  const far = upTo(40).map((i) => i * 25);
  expect(await times.of(...far)).toEqual(expected(...far.slice(0, 12)));
  expect(times.reads()).toBe(12);
});

test('a place in a long log that is not stored yet is found by few reads', async () => {
  const times = timesOf(logOf(upTo(20_000)));
  expect(await times.of(15_001, 15_002)).toEqual(expected(15_001, 15_002));
  expect(times.asked()).toBeLessThan(15);
});

test('a place is found behind a long part of the log without a join', async () => {
  const times = timesOf(logOf([...upTo(100), ...others(1_000), ...upTo(700, 101)]));
  expect(await times.of(650, 651)).toEqual(expected(650, 651));
  expect(await times.of(99, 100)).toEqual(expected(99, 100));
});

test('nothing is said of places that were not taken', async () => {
  const times = timesOf(logOf(upTo(20)), { stored: 10 });
  expect(await times.of(99)).toEqual([]);
});
