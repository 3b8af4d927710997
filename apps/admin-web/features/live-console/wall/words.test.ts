import { expect, test } from 'vitest';
import { forecastWords, lengthWords, moneyWords } from './words.ts';

const MINUTE_MS = 60_000;
const startsAt = '2026-06-01T10:00:00.000Z';
const about = { phase: 'open', startsAt, soldOutAt: null, now: 0 } as const;

test.each([
  [{ kind: 'sold-out' }, 'Sold out'],
  [{ kind: 'unknown' }, '–'],
  [{ kind: 'sells-out', fromMs: 12.4 * MINUTE_MS, toMs: 20 * MINUTE_MS }, '12–20 min'],
  [{ kind: 'sells-out', fromMs: 5_000, toMs: 20_000 }, '1 min'],
  [{ kind: 'sells-out', fromMs: 90 * MINUTE_MS, toMs: 180 * MINUTE_MS }, '1.5–3 h'],
  [{ kind: 'sells-out', fromMs: 50 * MINUTE_MS, toMs: null }, '50 min +'],
  [{ kind: 'left-over', from: 480, to: 520 }, '480–520'],
] as const)('the forecast %o is shown as %s', (forecast, value) => {
  expect(forecastWords(forecast, about).value).toBe(value);
});

test('money has decimals only where they are not zero', () => {
  expect(moneyWords(1_240_00, 'EUR')).toMatch(/1.240(?!.?00)/);
  expect(moneyWords(34_50, 'EUR')).toMatch(/34.50/);
  expect(moneyWords(0, 'EUR')).toMatch(/0/);
});

test('a sale that sold out says how long that took', () => {
  const soldOutAt = '2026-06-01T10:05:20.000Z';
  const words = forecastWords({ kind: 'sold-out' }, { ...about, soldOutAt });
  expect(words).toMatchObject({ label: 'Sold out at', hint: '5 min after the start' });
});

test.each([
  ['open', 'Too few recent sales'],
  ['paused', 'No forecast during a pause'],
  ['scheduled', 'The sale is not running'],
] as const)('without a forecast a sale that is %s says: %s', (phase, hint) => {
  expect(forecastWords({ kind: 'unknown' }, { ...about, phase }).hint).toBe(hint);
});

test.each([
  [30_000, '30 s'],
  [60_000, '1 min'],
  [83_000, '83 s'],
  [300_000, '5 min'],
])('a length of %i ms is written as %s', (ms, words) => {
  expect(lengthWords(ms)).toBe(words);
});
