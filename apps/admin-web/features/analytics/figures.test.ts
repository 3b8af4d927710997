import { describe, expect, test } from 'vitest';
import { funnelSteps, paceWords, placesOf, placeWords, timeTo } from './figures.ts';

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
      'Sold, counted from the first arrival: half of it after 1 min 0 s, 90 % after 1 min 30 s.',
    );
    expect(paceWords({ stock: 10, curve: [point(0, 10)] })).toMatch(
      /arrival: all of it in the first moments/,
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
