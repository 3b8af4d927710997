import { expect, it } from 'vitest';
import { placesOf, placeWords } from './places.ts';

const stretch = (from: number, to: number, held: number, bought: number) => ({
  from,
  to,
  joined: to - from + 1,
  held,
  bought,
});

it('tells what a place at the front was worth, and one at the back', () => {
  const places = placesOf([stretch(1, 10, 10, 8), stretch(11, 20, 2, 0)]);
  expect(places).toMatchObject([
    { label: '1–10', offered: 1, bought: 0.8 },
    { label: '11–20', offered: 0.2, bought: 0 },
  ]);
  expect(placeWords(places)).toBe('At the front (1–10) 80 % bought, at the back (11–20) 0 %.');
});

it('says when every place was worth the same, and when there was none', () => {
  expect(placeWords(placesOf([stretch(1, 1, 1, 1), stretch(2, 2, 1, 1)]))).toMatch(/^100 % bought/);
  expect(placeWords([])).toBe('Not one buyer joined.');
});
