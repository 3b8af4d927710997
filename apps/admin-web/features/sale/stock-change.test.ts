import { describe, expect, test } from 'vitest';
import { stockChangeEffect, stockChangeError, stockFloor } from './stock-change.ts';

const counts = { sold: 860, held: 40, claimed: 0, waiting: 12 };

describe('the effect of a new total stock', () => {
  test('names the units that cannot be removed', () => {
    expect(stockChangeEffect(counts, 1_000, 900)).toEqual({
      words: 'Stock 1,000 → 900: 860 sold and 40 on hold, so the stock cannot go below 900.',
      isPossible: true,
    });
    expect(stockChangeEffect(counts, 1_000, 899).isPossible).toBe(false);
    expect(stockChangeEffect({ ...counts, claimed: 3 }, 1_000, 902).words).toBe(
      'Stock 1,000 → 902: 860 sold, 40 on hold and 3 in payment, so the stock cannot go below 903.',
    );
  });

  test('names how many waiting buyers get an added unit', () => {
    expect(stockChangeEffect(counts, 1_000, 1_005).words).toBe(
      'Stock 1,000 → 1,005: the next 5 of 12 in line get one.',
    );
    expect(stockChangeEffect({ ...counts, waiting: 0 }, 1_000, 1_005).words).toMatch(
      /the line is empty/,
    );
  });

  test('is not possible for a fraction, an empty field or the same total', () => {
    expect(stockChangeEffect(counts, 1_000, '').isPossible).toBe(false);
    expect(stockChangeEffect(counts, 1_000, 0.5).isPossible).toBe(false);
    expect(stockChangeEffect(counts, 1_000, 1_000).isPossible).toBe(false);
  });
});

const sale = { stock: 1_000, sold: 860, held: 38, claimed: 2 };

test('the stock cannot go below the units that are bought, on hold or in payment', () => {
  expect(stockFloor(sale)).toBe(900);
  expect(stockChangeError(sale, -100)).toBeNull();
  expect(stockChangeError(sale, -101)).toMatch(/cannot go below/);
});

test('a sale keeps at least one unit', () => {
  const empty = { stock: 5, sold: 0, held: 0, claimed: 0 };
  expect(stockChangeError(empty, -5)).toMatch(/cannot go below/);
  expect(stockChangeError(empty, -4)).toBeNull();
});

test.each([null, 0, 1.5])('a stock change by %s is refused', (by) => {
  expect(stockChangeError(sale, by)).not.toBeNull();
});
