import type { LogEntry } from '@flash/fairness';
import { describe, expect, test } from 'vitest';
import { createPlaces } from './analytics.ts';

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
