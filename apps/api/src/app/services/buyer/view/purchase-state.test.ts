import type { Place } from '@flash/reservation';
import { purchaseState as contract, type StateName } from '@flash/shared-types';
import { createRandom } from '@flash/shared-utils';
import { describe, expect, test } from 'vitest';
import { pollAfterMs, purchaseState } from './purchase-state.ts';
import type { SaleView } from './sale-view.ts';

const START = 1_800_000_000_000;
const hold = {
  buyer: 'b1',
  seq: 1_000_000_004,
  unit: 7,
  fence: 1_000_000_012,
  expiresAt: START + 900_000,
  price: 1_999,
  extensionsLeft: 1,
};
const places = {
  none: { state: 'none' },
  waiting: { state: 'waiting', seq: 1_000_000_009, rank: 5 },
  held: { state: 'held', hold },
  claimed: { state: 'claimed', hold, attempt: 1_000_000_013, leaseUntil: START + 5_000 },
  sold: { state: 'sold', unit: 7, fence: 1_000_000_013, orderId: 'o1', seq: hold.seq },
  expired: { state: 'expired', seq: 1_000_000_004, at: START },
  removed: { state: 'removed', seq: 1_000_000_004, at: START },
} satisfies Record<string, Place>;

function viewWith(change: Partial<SaleView> = {}): SaleView {
  return {
    size: 12,
    free: 0,
    held: 3,
    stock: 100,
    soldOut: false,
    startsAt: START,
    endsAt: START + 3_600_000,
    lobbyOpensAt: START - 600_000,
    pause: null,
    message: '',
    closed: false,
    epoch: 1,
    n: 44,
    now: START + 60_000,
    ...change,
  };
}

function state(place: Place, change: Partial<SaleView> = {}) {
  return purchaseState(place, viewWith(change), {
    sale: { currency: 'EUR' },
    returnsPerMs: null,
    order: null,
    random: createRandom(1),
  });
}

const pause = { reason: 'Payment provider is slow', since: START + 30_000 };
const ended = { now: START + 3_600_000 };
const soldOut = { soldOut: true, held: 0 };

describe('what a place means', () => {
  test.each<[string, Place, Partial<SaleView>, StateName]>([
    ['no place yet', places.none, {}, 'none'],
    ['no place yet, before joins are taken', places.none, { now: START - 700_000 }, 'upcoming'],
    ['no place yet, in the lobby', places.none, { now: START - 60_000 }, 'none'],
    ['no place yet, all sold', places.none, soldOut, 'sold_out'],
    ['no place, sale over', places.none, ended, 'ended'],
    [
      'no place, sale cancelled before it opened',
      places.none,
      { closed: true, now: START - 900_000 },
      'ended',
    ],
    ['in line', places.waiting, {}, 'waiting'],
    ['in line in the lobby', places.waiting, { now: START - 60_000 }, 'waiting'],
    ['in line, paused', places.waiting, { pause }, 'paused'],
    ['in line, all reserved', places.waiting, { free: 0, held: 1 }, 'waiting'],
    ['in line, all sold', places.waiting, soldOut, 'sold_out'],
    ['in line, over', places.waiting, ended, 'ended'],
    ['on hold', places.held, {}, 'held'],
    ['on hold while paused', places.held, { pause }, 'held'],
    [
      'on hold after the end',
      places.held,
      { now: START + 3_600_000, endsAt: START + 1 },
      'expired',
    ],
    ['on hold, over but time left', places.held, { closed: true }, 'held'],
    ['on hold at its last moment', places.held, { now: hold.expiresAt }, 'expired'],
    ['paying', places.claimed, {}, 'claimed'],
    ['bought', places.sold, soldOut, 'sold'],
    ['ran out', places.expired, {}, 'expired'],
    ['removed', places.removed, {}, 'removed'],
  ])('%s', (_, place, change, name) => {
    const answer = state(place, change);
    expect(answer.state).toBe(name);
    expect(contract.parse(answer)).toEqual(answer);
  });

  test('shows rank, buyers ahead and size only to a buyer who waits', () => {
    expect(state(places.waiting)).toMatchObject({ position: 5, ahead: 4, size: 12 });
    expect(state(places.held)).toMatchObject({ position: null, ahead: null });
  });

  test('gives the hold its deadline, its price in both units and the fence to name it by', () => {
    expect(state(places.held)).toMatchObject({
      holdId: '1000000012',
      fence: 1_000_000_012,
      expiresAt: new Date(hold.expiresAt).toISOString(),
      price: 19.99,
      priceMinor: 1_999,
      currency: 'EUR',
    });
  });

  test('tells why and since when the line is paused', () => {
    expect(state(places.waiting, { pause })).toMatchObject({
      state: 'paused',
      pause: { reason: pause.reason, since: new Date(pause.since).toISOString() },
    });
  });
});

const inLine = (rank: number): Place => ({ state: 'waiting', seq: rank, rank });

const crowdView = (change: Partial<SaleView> = {}): SaleView =>
  viewWith({ size: 1_000_000, held: 100, n: 1, now: START + 1_000, ...change });

const average = (rank: number, change?: Partial<SaleView>) => {
  const random = createRandom(rank);
  let sum = 0;
  for (let turn = 0; turn < 200; turn += 1) {
    sum += pollAfterMs('waiting', inLine(rank), crowdView(change), random);
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
      times.add(pollAfterMs('waiting', inLine(500), crowdView(), random));
    }
    expect(times.size).toBeGreaterThan(500);
  });

  test('buyers in the lobby poll again around the start, never before it', () => {
    const random = createRandom(4);
    for (let person = 0; person < 500; person += 1) {
      const after = pollAfterMs('waiting', inLine(500), crowdView({ now: START - 5_000 }), random);
      expect(after).toBeGreaterThanOrEqual(5_000);
      expect(after).toBeLessThanOrEqual(7_050);
    }
  });

  test('buyers poll now and then before a start that is far away, because it may be moved', () => {
    const after = pollAfterMs(
      'upcoming',
      inLine(1),
      crowdView({ now: START - 86_400_000 }),
      createRandom(5),
    );
    expect(after).toBeLessThanOrEqual(18_000);
  });

  test('a buyer who has bought polls rarely', () => {
    expect(pollAfterMs('sold', inLine(1), crowdView(), createRandom(6))).toBeGreaterThan(40_000);
  });
});
