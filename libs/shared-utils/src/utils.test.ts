import { describe, expect, test } from 'vitest';
import { isId, normaliseEmail } from './identity.ts';
import { currencyDecimals, isCurrency } from './money.ts';
import { createRandom } from './random.ts';
import { backoffMs, formatCountdown, wholeSecondsLeft } from './time.ts';

describe('backoff', () => {
  test('grows to its cap, never to zero, and repeats with its seed', () => {
    const delays = (seed: number) => {
      const random = createRandom(seed);
      return Array.from({ length: 12 }, (_, attempt) =>
        backoffMs(attempt, { baseMs: 100, capMs: 5_000, random }),
      );
    };
    expect(delays(1)).toEqual(delays(1));
    expect(delays(1)).not.toEqual(delays(2));
    for (const [attempt, delay] of delays(3).entries()) {
      const ceiling = Math.min(5_000, 100 * 2 ** attempt);
      expect(delay).toBeGreaterThanOrEqual(ceiling / 2);
      expect(delay).toBeLessThanOrEqual(ceiling);
    }
    expect(backoffMs(2_000, { baseMs: 100, capMs: 5_000 })).toBeLessThanOrEqual(5_000);
  });
});

describe('duration', () => {
  test('never promises time that is not there', () => {
    expect(wholeSecondsLeft(900_000, 1)).toBe(899);
    expect(wholeSecondsLeft(1_000, 0)).toBe(1);
    expect(wholeSecondsLeft(0, 5_000)).toBe(0);
    expect(formatCountdown(872_900)).toBe('14:32');
    expect(formatCountdown(3_725_000)).toBe('1:02:05');
    expect(formatCountdown(-1)).toBe('0:00');
  });
});

describe('e-mail and ids', () => {
  test('gives one spelling to one mailbox', () => {
    expect(normaliseEmail('  Ada@Example.ORG ')).toBe('ada@example.org');
    expect(normaliseEmail('u\u0308@x.de')).toBe(normaliseEmail('\u00fc@x.de'));
    expect(normaliseEmail('a.b+c@x.de')).toBe('a.b+c@x.de');
  });

  test.each([
    '',
    'a b',
    'a:b',
    '{a}',
    'a\nb',
    'a\n',
    'ä',
    '*',
    '\0',
    'x'.repeat(65),
    null,
    {},
    ['a'],
    5,
  ])('does not take %j for an id', (value) => {
    expect(isId(value)).toBe(false);
  });

  test('takes what the project makes for an id', () => {
    expect(isId('64b7f0c2a1b2c3d4e5f60718')).toBe(true);
    expect(isId('g_-Ab9'.padEnd(64, 'x'))).toBe(true);
  });
});

describe('currency', () => {
  test('knows decimals by ISO 4217 and refuses unknown codes', () => {
    expect(['EUR', 'JPY', 'KWD', 'CLF'].map(currencyDecimals)).toEqual([2, 0, 3, 4]);
    expect(currencyDecimals('XXX')).toBeNull();
    expect(isCurrency('eur')).toBe(false);
    expect(isCurrency('')).toBe(false);
  });
});

describe('random', () => {
  test('spreads evenly over [0, 1)', () => {
    const random = createRandom(42);
    const buckets = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i += 1) {
      const bucket = Math.floor(random() * 10);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    for (const count of buckets) {
      expect(Math.abs(count - 10_000)).toBeLessThan(500);
    }
  });
});
