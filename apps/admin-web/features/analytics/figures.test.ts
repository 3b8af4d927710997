import { describe, expect, test } from 'vitest';
import {
  eventsOf,
  funnelSteps,
  paceWords,
  placesOf,
  placeWords,
  timeTo,
  waitBars,
  windowMarks,
} from './figures.ts';

describe('figures of a sale', () => {
  test('the funnel gives each step as a share of all buyers and of the step before', () => {
    const steps = funnelSteps({ joined: 740, held: 521, bought: 500 });
    expect(steps.map(({ count, ofAll, ofStep }) => [count, ofAll, ofStep])).toEqual([
      [740, '100 %', null],
      [521, '70 %', '70 %'],
      [500, '68 %', '96 %'],
    ]);
  });

  test('the pace names when half, 90 % and all of the stock were sold, as far as it was', () => {
    const point = (second: number, sold: number) => ({
      at: new Date(second * 1_000).toISOString(),
      joined: 0,
      granted: 0,
      sold,
      waiting: 0,
    });
    const sale = { stock: 10, curve: [point(0, 0), point(30, 4), point(60, 5), point(90, 9)] };
    expect(timeTo(0.5, sale)).toBe(60_000);
    expect(timeTo(1, sale)).toBeNull();
    expect(timeTo(0.5, { stock: 10, curve: [] })).toBeNull();
    expect(paceWords(sale)).toBe(
      'From the first arrival, half of the stock was sold after 1 min 0 s, 90 % after 1 min 30 s.',
    );
    expect(paceWords({ stock: 10, curve: [point(0, 10)] })).toMatch(
      /arrival, all of the stock was sold within a second\./,
    );
    expect(paceWords({ stock: 10, curve: [] })).toMatch(/Less than half/);
  });
});

const stretch = (from: number, to: number, held: number, bought: number) => ({
  from,
  to,
  joined: to - from + 1,
  held,
  bought,
});

test('the columns show how many buyers bought at the front and at the back of the line', () => {
  const places = placesOf([stretch(1, 10, 10, 8), stretch(11, 20, 2, 0)]);
  expect(places).toMatchObject([
    { label: '1–10', offered: 1, bought: 0.8 },
    { label: '11–20', offered: 0.2, bought: 0 },
  ]);
  expect(placeWords(places)).toBe('At the front (1–10) 80 % bought, at the back (11–20) 0 %.');
});

test('the sentence about places covers equal shares and an empty line', () => {
  expect(placeWords(placesOf([stretch(1, 1, 1, 1), stretch(2, 2, 1, 1)]))).toMatch(/^100 % bought/);
  expect(placeWords([])).toBe('No buyers joined.');
});

describe('what happened in a sale', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 5, 1, 10, minute)).toISOString();
  const sale = { startsAt: at(0), endsAt: at(60) };
  const entry = (minute: number, action: string, change: object = {}) => ({
    ...{ at: at(minute), action, outcome: 'done' as const, reason: null },
    ...{ before: null, after: null, ...change },
  });

  test('start and end are marked where the curve shows them', () => {
    const span = { from: Date.parse(at(-20)), to: Date.parse(at(20)) };
    expect(windowMarks(sale, span)).toEqual([{ from: 0.5, to: null, label: 'Start' }]);
    expect(windowMarks(sale, { from: Date.parse(at(0)), to: Date.parse(at(30)) })).toEqual([]);
  });

  test('events are told in order, with their reasons, and nothing that is still to come', () => {
    const entries = [
      entry(20, 'sale.stock', {
        before: { stock: 80 },
        after: { stock: 100 },
        reason: 'Found more',
      }),
      entry(10, 'sale.pause', { reason: 'A check' }),
      entry(12, 'sale.resume'),
      { ...entry(15, 'sale.pause'), outcome: 'refused' as const },
    ];
    expect(eventsOf(sale, entries, Date.parse(at(30))).map(({ words }) => words)).toEqual([
      'The sale started',
      'Paused the sale: A check',
      'Resumed the sale',
      'Changed the stock from 80 to 100: Found more',
    ]);
    expect(eventsOf(sale, [], Date.parse(at(60))).at(-1)?.words).toBe('The sale ended');
    const early = [entry(40, 'sale.end', { reason: 'Sold out' })];
    const told = eventsOf(sale, early, Date.parse(at(90))).map(({ words }) => words);
    expect(told).toEqual(['The sale started', 'Ended the sale: Sold out']);
  });
});

describe('the bars of waits', () => {
  const deciles = [3, 200, 900, 1_500, 2_000, 3_000, 4_000, 6_000, 8_000, 10_000];

  test('end with the longest wait, and name short ones without milliseconds', () => {
    const bars = waitBars(deciles);
    expect(bars.at(-1)).toEqual({ label: 'All', share: 1, words: 'within 10 s' });
    expect(bars[0]).toEqual({ label: '10 %', share: 0.0003, words: 'under 1 s' });
    expect(waitBars([])).toEqual([]);
  });

  test('can be told apart beside one very long wait, which is beyond their scale', () => {
    const bars = waitBars([...deciles.slice(0, 9), 45 * 60_000]);
    expect(bars[8]?.share).toBeCloseTo(0.8);
    expect(bars[9]?.share).toBeGreaterThan(1);
    expect(bars[9]?.words).toBe('within 45 min 0 s, beyond the scale');
  });
});
