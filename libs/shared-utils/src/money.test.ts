import { describe, expect, test } from 'vitest';
import { toMajor, toMinor } from './money.ts';
import { createRandom } from './random.ts';

describe('money', () => {
  test.each([
    [19.99, 'EUR', 1999],
    [0, 'EUR', 0],
    [0.1, 'EUR', 10],
    [1.005, 'KWD', 1005],
    [4.35, 'USD', 435],
    [500, 'JPY', 500],
    [0.0001, 'CLF', 1],
    [1e-4, 'CLF', 1],
    [9_999_999_999_999.99, 'EUR', 999_999_999_999_999],
  ])('reads %d %s as %d minor units', (amount, currency, minor) => {
    expect(toMinor(amount, currency)).toBe(minor);
  });

  test.each([
    [19.999, 'EUR'],
    [0.5, 'JPY'],
    [1e-7, 'EUR'],
    [-1, 'EUR'],
    [Number.NaN, 'EUR'],
    [Number.POSITIVE_INFINITY, 'EUR'],
    [1e21, 'EUR'],
    [10_000_000_000_000, 'EUR'],
    [1, 'XXX'],
    [1, 'eur'],
  ])('refuses %d %s instead of rounding an amount of money', (amount, currency) => {
    expect(toMinor(amount, currency)).toBeNull();
  });

  test('gives back the same minor units after a trip through major units', () => {
    const random = createRandom(7);
    for (let round = 0; round < 5_000; round += 1) {
      const minor = Math.floor(random() * 10 ** Math.ceil(random() * 14));
      for (const currency of ['JPY', 'EUR', 'KWD', 'CLF']) {
        expect(toMinor(toMajor(minor, currency), currency)).toBe(minor);
      }
    }
  });
});
