import type { LogEntry } from '@flash/fairness';
import { describe, expect, test } from 'vitest';
import { createPlaces, createTally } from './analytics.ts';

let n = 0;
const at = () => ({ n: ++n, at: 1_000 + n });
const join = (seq: number, buyer = `g${seq}`): LogEntry => ({
  ...at(),
  type: 'join',
  seq,
  buyer,
  late: false,
});
const grant = (...seqs: number[]): LogEntry => ({
  ...at(),
  type: 'grant',
  mode: 'normal',
  expiresAt: 2_000,
  price: 1,
  holds: seqs.map((seq) => ({ buyer: `g${seq}`, seq, unit: seq, fence: seq })),
});
const settle = (seq: number): LogEntry => ({
  ...at(),
  type: 'settle',
  buyer: `g${seq}`,
  unit: seq,
  attempt: seq,
});

describe('places', () => {
  test('tell how many got how far, and where in line they stood', () => {
    const places = createPlaces();
    for (let seq = 1; seq <= 50; seq += 1) {
      places.add(join(seq));
    }
    places.add(grant(1, 2, 3, 4));
    for (const seq of [1, 3]) {
      places.add(settle(seq));
    }
    const { funnel, byPlace } = places.result();
    expect(funnel).toEqual({ joined: 50, held: 4, bought: 2 });
    expect(byPlace[0]).toEqual({ from: 1, to: 3, joined: 3, held: 3, bought: 2 });
    expect(byPlace[1]).toEqual({ from: 4, to: 6, joined: 3, held: 1, bought: 0 });
    expect(byPlace.at(-1)?.to).toBe(50);
    expect(byPlace.length).toBeLessThanOrEqual(20);
    expect(byPlace.reduce((sum, one) => sum + one.joined, 0)).toBe(50);
  });

  test('count a place once, however often its unit was offered', () => {
    const places = createPlaces();
    places.add(join(1));
    places.add(grant(1));
    places.add(grant(1));
    places.add(settle(1));
    expect(places.result().funnel).toEqual({ joined: 1, held: 1, bought: 1 });
  });

  test('of a sale without buyers are none', () => {
    expect(createPlaces().result()).toEqual({
      funnel: { joined: 0, held: 0, bought: 0 },
      byPlace: [],
    });
  });
});

describe('a tally', () => {
  const START = 10_000;
  /** Entries a second apart, from the first second on. */
  const tallyOf = (changes: readonly object[], stepMs = 1_000) => {
    const tally = createTally(START, stepMs);
    for (const [i, change] of changes.entries()) {
      tally.add({ n: i + 1, at: START + i * 1_000, ...change } as LogEntry);
    }
    return tally.result();
  };
  const joined = (seq: number) => ({ type: 'join', seq, buyer: `g${seq}`, late: false });
  const granted = (...seqs: number[]) => ({
    type: 'grant',
    holds: seqs.map((seq) => ({ buyer: `g${seq}`, seq, unit: seq, fence: seq })),
  });
  const settled = (seq: number) => ({ type: 'settle', buyer: `g${seq}`, unit: seq, attempt: seq });
  const stocked = (stock: number) => ({ type: 'activate', epoch: 1, stock });

  test('counts whatever can become of a place', () => {
    const tally = tallyOf([
      stocked(9),
      ...[1, 2, 3, 4, 5].map(joined),
      granted(1, 2, 3, 4),
      { type: 'extend', buyer: 'g1', fence: 1, expiresAt: 1 },
      { type: 'void', buyer: 'g1', unit: 1, attempt: 1, back: 'held', expiresAt: 1 },
      settled(1),
      { type: 'expire', holds: [{ buyer: 'g2', unit: 2, fence: 2 }] },
      { type: 'release', buyer: 'g3', unit: 3, fence: 3 },
      { type: 'remove', buyer: 'g4', seq: 4, unit: 4 },
      { type: 'leave', buyer: 'g5', seq: 5, unit: null },
      { type: 'refund', buyer: 'g1', unit: 1, fence: 1 },
    ]);
    expect(tally).toMatchObject({
      ...{ joined: 5, granted: 4, settled: 1, returned: 1, expired: 1, left: 1 },
      ...{ released: 1, removed: 1, extended: 1, declined: 1, hasGaps: false },
    });
    expect(tally.curve.at(-1)).toMatchObject({ joined: 5, granted: 4, sold: 0, waiting: 0 });
  });

  test('tells how long buyers waited and paid, and not of a hold that ended without an order', () => {
    const { waits, pays } = tallyOf([
      stocked(2),
      joined(1),
      joined(2),
      granted(1, 2),
      { type: 'expire', holds: [{ buyer: 'g2', unit: 2, fence: 2 }] },
      settled(1),
      settled(2),
    ]);
    expect([waits, pays]).toEqual([[2_000, 1_000], [2_000]]);
  });

  test('counts the wait of a place that lost its hold from then on', () => {
    const places = [{ buyer: 'g1', seq: 1 }];
    const { waits } = tallyOf([joined(1), granted(1), { type: 'requeue', places }, granted(1)]);
    expect(waits).toEqual([1_000, 1_000]);
  });

  test('says when the last unit was sold, and that the stock is what the team made of it', () => {
    const sale = [stocked(3), joined(1), joined(2), granted(1, 2), settled(1), settled(2)];
    expect(tallyOf(sale).soldOutAt).toBeNull();
    const fewer = [...sale, { type: 'adjust', id: 'a', by: -1, stock: 2 }];
    expect(tallyOf(fewer).soldOutAt).toBe(START + 6_000);
  });

  test('has one point of the curve for each step, as things were at its end', () => {
    const { curve } = tallyOf([stocked(3), joined(1), joined(2), granted(1), settled(1)], 2_000);
    expect(curve).toEqual([
      { at: START, joined: 1, granted: 0, sold: 0, waiting: 1 },
      { at: START + 2_000, joined: 2, granted: 1, sold: 0, waiting: 1 },
      { at: START + 4_000, joined: 2, granted: 1, sold: 1, waiting: 1 },
    ]);
  });

  test('says that entries are missing, so that its figures are not taken for complete', () => {
    const tally = createTally(START, 1_000);
    tally.add({ n: 2, at: START, type: 'resume' });
    expect(tally.result().hasGaps).toBe(true);
  });
});
