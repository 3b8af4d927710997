import { describe, expect, test } from 'vitest';
import { anOverview, aPoint, t0 } from './overview.fixture.ts';
import {
  BIN_MS,
  extremesOf,
  paidShare,
  projectSellOut,
  ratesOf,
  valueAt,
  waitingOf,
} from './rates.ts';

const history = [
  aPoint(0, { joined: 100, sold: 10, waiting: 5 }),
  aPoint(1, { joined: 2_100, sold: 12, waiting: 9 }),
  aPoint(2, { joined: 2_140, sold: 11, waiting: 4 }),
  // No point for four seconds.
  aPoint(6, { joined: 2_180, sold: 11, waiting: 0 }),
];

describe('rates per minute', () => {
  const tens = [
    aPoint(0, { joined: 0, sold: 10 }),
    aPoint(9, { joined: 20, sold: 12 }),
    aPoint(10, { joined: 30, sold: 12 }),
    aPoint(14, { joined: 34, sold: 13 }),
    aPoint(20, { joined: 34, sold: 11 }),
    // Not a complete bin yet.
    aPoint(29, { joined: 99, sold: 11 }),
  ];

  test('are counted in complete bins of ten seconds', () => {
    expect(ratesOf(tens, 'joined')).toEqual([
      { at: t0, value: 180 },
      { at: t0 + 10_000, value: 24 },
    ]);
  });

  test('are never negative, also after a refund', () => {
    expect(ratesOf(tens, 'sold').map(({ value }) => value)).toEqual([12, 0]);
  });

  test('begin with the first bin that the history covers', () => {
    expect(ratesOf(tens.slice(1), 'joined')).toEqual([{ at: t0 + 10_000, value: 24 }]);
  });

  test('stand for the whole bin', () => {
    const rates = ratesOf(tens, 'joined');
    expect(valueAt(rates, t0 + 9_900, BIN_MS)).toBe(180);
    expect(valueAt(rates, t0 + 20_000, BIN_MS)).toBeNull();
  });

  test('are empty without a history', () => {
    expect(ratesOf([], 'joined')).toEqual([]);
    expect(ratesOf(tens.slice(0, 1), 'joined')).toEqual([]);
    expect(extremesOf([])).toBeNull();
  });
});

test('the extremes are the smallest and the largest value', () => {
  expect(extremesOf(waitingOf(history))).toEqual({ min: 0, max: 9 });
});

test('the value at a moment is that of the sample before it, and null in a gap', () => {
  const samples = waitingOf(history);
  expect(valueAt(samples, t0 + 1_900)).toBe(9);
  expect(valueAt(samples, t0 + 4_500)).toBeNull();
  expect(valueAt(samples, t0 - 1)).toBeNull();
});

/** `count` units sold in the last minute. */
const minuteOf = (count: number) => [
  aPoint(-120, { sold: 0 }),
  aPoint(-60, { sold: 100 }),
  aPoint(-30, { sold: 100 + count / 2 }),
  aPoint(0, { sold: 100 + count }),
];
const open = anOverview({ stock: 500, sold: 400 });

test('the sell-out forecast is a range around the pace of the last minute', () => {
  const projected = projectSellOut(open, minuteOf(100));
  expect(projected?.fromMs).toBeCloseTo(50_000, -1);
  expect(projected?.toMs).toBeCloseTo(75_000, -1);
});

test('the sell-out forecast is wider when fewer units were sold', () => {
  const few = projectSellOut(open, minuteOf(16));
  expect((few?.toMs ?? 0) / (few?.fromMs ?? 1)).toBeCloseTo(3);
});

test.each([
  ['fewer than ten units were sold', open, minuteOf(9)],
  ['the history is too short', open, minuteOf(100).slice(-1)],
  ['the sale is paused', anOverview({ phase: 'paused' }), minuteOf(100)],
  ['all units are sold', anOverview({ stock: 500, sold: 500 }), minuteOf(100)],
  ['more units were returned than sold', open, minuteOf(-20)],
])('there is no sell-out forecast when %s', (_, overview, history) => {
  expect(projectSellOut(overview, history)).toBeNull();
});

test('holds that buyers gave back count as holds that did not end in a purchase', () => {
  const { outcomes } = anOverview();
  const overview = { outcomes: { ...outcomes, bought: 25, expired: 5 }, held: 8, claimed: 2 };
  expect(paidShare(overview, [{ ...aPoint(0), granted: 110 }])).toBe(0.25);
  expect(paidShare(overview, [{ ...aPoint(0), granted: 10 }])).toBeNull();
  expect(paidShare(overview, [])).toBeNull();
});
