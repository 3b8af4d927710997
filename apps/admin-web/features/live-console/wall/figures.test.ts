import { describe, expect, test } from 'vitest';
import { anOverview, aPoint, t0 } from '../overview.fixture.ts';
import {
  binSizeOf,
  forecastOf,
  joinTotals,
  paceOf,
  revenueMinor,
  soldPerMinute,
  soldSamples,
} from './figures.ts';

const MINUTE_MS = 60_000;
/** Total sold at each second. */
const totalsOf = (...points: [seconds: number, sold: number][]) =>
  points.map(([seconds, sold]) => aPoint(seconds, { sold }));
/** One point a second at a steady pace. */
const steady = (perMinute: number, seconds: number) =>
  Array.from({ length: seconds + 1 }, (_, at) =>
    aPoint(at - seconds, { sold: Math.floor((at * perMinute) / 60) }),
  );

test('the curve of the whole sale is continued by the live history, each second once', () => {
  const curve = totalsOf([-300, 1], [-200, 5], [-100, 9]);
  const history = totalsOf([-120, 8], [-100, 10], [0, 12]);
  expect(joinTotals(curve, history).map(({ sold }) => sold)).toEqual([1, 5, 8, 10, 12]);
  expect(joinTotals(curve, [])).toEqual(curve);
  expect(joinTotals([], history)).toEqual(history);
});

test('the sold curve begins with the total of its first moment', () => {
  const totals = totalsOf([-30, 2], [10, 5], [20, 7], [90, 9]);
  expect(soldSamples(totals, t0, t0 + MINUTE_MS)).toEqual([
    { at: t0, value: 2 },
    { at: t0 + 10_000, value: 5 },
    { at: t0 + 20_000, value: 7 },
  ]);
  expect(soldSamples([], t0, t0 + MINUTE_MS)).toEqual([{ at: t0, value: 0 }]);
});

describe('units sold per minute in bins', () => {
  test('are counted in complete bins only, so that a drawn bin never changes', () => {
    const totals = totalsOf([0, 0], [5, 2], [12, 3], [25, 9]);
    const first = soldPerMinute(totals, { from: t0, to: t0 + 25_000 });
    expect(first).toEqual({
      binMs: 10_000,
      samples: [
        { at: t0, value: 12 },
        { at: t0 + 10_000, value: 6 },
      ],
    });
    const later = soldPerMinute(totals, { from: t0, to: t0 + 31_000 });
    expect(later.samples.slice(0, 2)).toEqual(first.samples);
    expect(later.samples[2]?.value).toBe(36);
  });

  test('are never negative, also after a refund', () => {
    const totals = totalsOf([0, 0], [5, 5], [15, 4]);
    const { samples } = soldPerMinute(totals, { from: t0, to: t0 + 20_000 });
    expect(samples.map(({ value }) => value)).toEqual([30, 0]);
  });

  test('are empty before the first bin is complete', () => {
    expect(soldPerMinute(totalsOf([0, 5]), { from: t0, to: t0 + 9_000 }).samples).toEqual([]);
  });

  test.each([
    [0, 10_000],
    [5, 10_000],
    [6, 30_000],
    [30, MINUTE_MS],
    [31, 5 * MINUTE_MS],
    [1_440, 5 * MINUTE_MS],
  ])('have a size that shows %i minutes without noise: %i ms', (minutes, size) => {
    expect(binSizeOf(minutes * MINUTE_MS)).toBe(size);
  });

  test('leave out what is too long ago to be shown', () => {
    const day = { from: t0 - 1_440 * MINUTE_MS, to: t0 };
    expect(soldPerMinute([], day).samples).toHaveLength(30);
  });
});

describe('the pace', () => {
  const from = t0 - 60 * MINUTE_MS;

  test('is that of the last minute while enough is sold', () => {
    expect(paceOf(steady(30, 600), { from, to: t0 })).toEqual({ perMinute: 30, overMs: 60_000 });
  });

  test('is that of a longer time when less than ten units were sold in a minute', () => {
    expect(paceOf(steady(4, 900), { from, to: t0 })).toEqual({
      perMinute: 4,
      overMs: 5 * MINUTE_MS,
    });
  });

  test('is that of the time since the start in a sale that just began, once there is any', () => {
    const totals = totalsOf([-30, 0], [-10, 12]);
    const pace = { perMinute: 24, overMs: 30_000 };
    expect(paceOf(totals, { from: t0 - 30_000, to: t0 })).toEqual(pace);
    expect(paceOf(totals, { from: t0 - 5_000, to: t0 })).toBeNull();
  });

  test('is zero when nothing is sold, and never negative', () => {
    expect(paceOf(totalsOf([-3_000, 5], [-10, 3]), { from, to: t0 })?.perMinute).toBe(0);
  });
});

describe('the forecast', () => {
  const hour = 60 * MINUTE_MS;

  test('is a range around the time at the present pace', () => {
    const overview = anOverview({ stock: 500, sold: 400 });
    const forecast = forecastOf(overview, steady(100, 120), hour);
    expect(forecast).toMatchObject({ kind: 'sells-out' });
    expect(forecast.kind === 'sells-out' && forecast.fromMs).toBeCloseTo(50_000, -1);
    expect(forecast.kind === 'sells-out' && forecast.toMs).toBeCloseTo(75_000, -1);
  });

  test('is made for a slow and steady sale, too', () => {
    const overview = anOverview({ stock: 500, sold: 400 });
    const forecast = forecastOf(overview, steady(4, 1_800), hour);
    expect(forecast.kind).toBe('sells-out');
  });

  test('is not made from a rush that is over', () => {
    const overview = anOverview({ stock: 80, sold: 67 });
    const totals = totalsOf([-600, 0], [-590, 60], [-300, 65], [0, 67]);
    expect(forecastOf(overview, totals, hour)).toEqual({ kind: 'unknown' });
  });

  test('says that the stock may not sell out when only the fastest pace is fast enough', () => {
    const overview = anOverview({ stock: 500, sold: 400 });
    const forecast = forecastOf(overview, steady(100, 120), MINUTE_MS);
    expect(forecast).toMatchObject({ kind: 'sells-out', toMs: null });
  });

  test('is the number of units sold at the end when the stock cannot sell out', () => {
    const overview = anOverview({ stock: 1_000, sold: 400 });
    expect(forecastOf(overview, steady(100, 120), MINUTE_MS)).toEqual({
      kind: 'left-over',
      from: 480,
      to: 520,
    });
  });

  test.each([
    ['sold-out', anOverview({ stock: 500, sold: 500 }), steady(100, 120), hour],
    ['unknown', anOverview({ stock: 500, sold: 400 }), steady(1, 120), hour],
    ['unknown', anOverview({ stock: 500, sold: 400, phase: 'paused' }), steady(100, 120), hour],
    ['unknown', anOverview({ stock: 500, sold: 400 }), [], hour],
    ['unknown', anOverview({ stock: 500, sold: 400 }), steady(100, 120), 0],
    ['unknown', anOverview({ stock: 0, sold: 0, phase: 'draft' }), [], hour],
  ] as const)('is %s without a pace to judge by', (kind, overview, totals, leftMs) => {
    expect(forecastOf(overview, totals, leftMs)).toEqual({ kind });
  });
});

test('the revenue is the sum of the orders and the price of what was sold since', () => {
  expect(revenueMinor(12, 500, { sold: 10, revenueMinor: 4_900 })).toBe(5_900);
  // A refund since then.
  expect(revenueMinor(9, 500, { sold: 10, revenueMinor: 4_900 })).toBe(4_400);
  expect(revenueMinor(12, 500, undefined)).toBe(6_000);
});
