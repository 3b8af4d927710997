import type { Place } from '@flash/reservation';
import { createRandom } from '@flash/shared-utils';
import { describe, expect, test } from 'vitest';
import { pollAfterMs } from './pace.ts';
import type { SaleView } from './sale-view.ts';

const START = 1_800_000_000_000;
const inLine = (rank: number): Place => ({ state: 'waiting', seq: rank, rank });

const viewWith = (change: Partial<SaleView> = {}): SaleView => ({
  size: 1_000_000,
  free: 0,
  held: 100,
  stock: 100,
  soldOut: false,
  startsAt: START,
  endsAt: START + 3_600_000,
  lobbyOpensAt: START - 600_000,
  pause: null,
  message: '',
  closed: false,
  epoch: 1,
  n: 1,
  now: START + 1_000,
  ...change,
});

const average = (rank: number, change?: Partial<SaleView>) => {
  const random = createRandom(rank);
  let sum = 0;
  for (let turn = 0; turn < 200; turn += 1) {
    sum += pollAfterMs('waiting', inLine(rank), viewWith(change), random);
  }
  return sum / 200;
};

describe('the pace of polling', () => {
  test('polls get rarer with the distance from the head, so that a long line costs little', () => {
    const paces = [1, 10, 100, 1_000, 10_000, 1_000_000].map((rank) => average(rank));
    expect(paces).toEqual([...paces].sort((a, b) => a - b));
    expect(paces[0]).toBeLessThan(1_500);
    expect(paces.at(-1)).toBeGreaterThan(10_000);
  });

  test('a buyer who is about to be served polls again soon', () => {
    expect(average(1, { free: 10 })).toBeLessThan(600);
  });

  test('buyers of equal rank do not poll again in the same moment', () => {
    const random = createRandom(3);
    const times = new Set<number>();
    for (let person = 0; person < 1_000; person += 1) {
      times.add(pollAfterMs('waiting', inLine(500), viewWith(), random));
    }
    expect(times.size).toBeGreaterThan(500);
  });

  test('buyers in the lobby poll again around the start, never before it', () => {
    const random = createRandom(4);
    for (let person = 0; person < 500; person += 1) {
      const after = pollAfterMs('waiting', inLine(500), viewWith({ now: START - 5_000 }), random);
      expect(after).toBeGreaterThanOrEqual(5_000);
      expect(after).toBeLessThanOrEqual(7_050);
    }
  });

  test('buyers poll now and then before a start that is far away, because it may be moved', () => {
    const after = pollAfterMs(
      'upcoming',
      inLine(1),
      viewWith({ now: START - 86_400_000 }),
      createRandom(5),
    );
    expect(after).toBeLessThanOrEqual(18_000);
  });

  test('a buyer who has bought polls rarely', () => {
    expect(pollAfterMs('sold', inLine(1), viewWith(), createRandom(6))).toBeGreaterThan(40_000);
  });
});
