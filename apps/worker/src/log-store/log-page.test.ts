import type { LogEntry } from '@flash/fairness';
import { describe, expect, test } from 'vitest';
import { pageLimits, readPage } from './log-page.ts';

const entry = (n: number, change: object) => ({ n, at: n, ...change }) as LogEntry;
const named = (count: number) => Array.from({ length: count }, (_, i) => ({ buyer: `b${i}` }));
const joins = (count: number) =>
  Array.from({ length: count }, (_, i) => entry(i + 1, { type: 'join', buyer: `b${i}` }));
const grants = (count: number, names: number) =>
  Array.from({ length: count }, (_, i) => entry(i + 1, { type: 'grant', holds: named(names) }));

/** The page that is read of this log, and how many entries each read asked for. */
async function read(log: readonly LogEntry[], limits = { entries: 300, names: 1_000 }, from = 1) {
  const reads: string[] = [];
  const readLog = async (_sale: string, first: number, count: number) => {
    reads.push(`${first} ${count}`);
    return log.filter(({ n }) => n >= first).slice(0, count);
  };
  const { entries, isFull } = await readPage({ readLog }, { saleId: 's', epoch: 1 }, from, limits);
  return { from: entries[0]?.n, count: entries.length, isFull, reads };
}

describe('a page of the log', () => {
  test('that the log ends in is not full, and holds what there is from the asked one on', async () => {
    expect(await read(joins(99))).toMatchObject({ from: 1, count: 99, isFull: false });
    expect(await read(joins(100))).toMatchObject({ count: 100, isFull: false });
    expect(await read(joins(9), undefined, 4)).toMatchObject({ from: 4, count: 6, isFull: false });
    expect(await read([])).toMatchObject({ count: 0, isFull: false });
  });

  test('ends at its limit of entries, and asks for no more than it takes', async () => {
    expect(await read(joins(400))).toEqual({
      ...{ from: 1, count: 300, isFull: true },
      reads: ['1 100', '101 200'],
    });
    const small = { entries: 60, names: 1_000 };
    expect(await read(joins(60), small)).toMatchObject({
      count: 60,
      isFull: true,
      reads: ['1 60'],
    });
  });

  test('ends before an entry is missing, as the log may go on behind it', async () => {
    const log = joins(9).filter(({ n }) => n !== 5);
    expect(await read(log)).toMatchObject({ from: 1, count: 4, isFull: true });
    expect(await read(log, undefined, 5)).toMatchObject({ count: 0, isFull: true });
  });
});

describe('the names of a page', () => {
  test('may be as many as its limit, and not one more', async () => {
    const limits = { entries: 300, names: 20 };
    expect(await read(grants(9, 5), limits)).toMatchObject({ count: 4, isFull: true });
    expect(await read(grants(4, 5), limits)).toMatchObject({ count: 4, isFull: false });
    expect(await read(grants(9, 7), limits)).toMatchObject({ count: 2, isFull: true });
  });

  test('of one entry are taken together, however many they are', async () => {
    const limits = { entries: 300, names: 20 };
    expect(await read(grants(2, 50), limits)).toMatchObject({ count: 1, isFull: true });
  });

  test('of the first entries tell how many more are asked for', async () => {
    const { reads, count } = await read(grants(300, 5), { entries: 300, names: 1_000 });
    expect([reads, count]).toEqual([['1 100', '101 100', '201 1'], 200]);
  });

  test.each<[string, object, number]>([
    ['a grant names all that it serves', { type: 'grant', holds: named(6) }, 6],
    ['an end of holds names all of them', { type: 'expire', holds: named(6) }, 6],
    ['places that are given again name their buyers', { type: 'requeue', places: named(6) }, 6],
    ['any other names one', { type: 'join', buyer: 'ada' }, 1],
    [
      'a later type names the people in it',
      { type: 'unknown', values: { all: ['@ada', '@bob', '@cy'] } },
      3,
    ],
    ['a later type without people counts as one', { type: 'unknown', values: { note: '=x' } }, 1],
  ])('%s', async (_what, change, names) => {
    const log = Array.from({ length: 30 }, (_, i) => entry(i + 1, change));
    const { count } = await read(log, { entries: 300, names: 12 });
    expect(count).toBe(12 / names);
  });
});

test('without other limits a page is one that a document of MongoDB can hold', async () => {
  const log = joins(pageLimits.entries + 1);
  const readLog = async (_sale: string, first: number, count: number) =>
    log.slice(first - 1, first - 1 + count);
  const { entries, isFull } = await readPage({ readLog }, { saleId: 's', epoch: 1 }, 1);
  expect([entries.length, isFull]).toEqual([1_000, true]);
});
