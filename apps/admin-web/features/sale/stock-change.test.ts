import { describe, expect, test } from 'vitest';
import { anOverview } from '../live-console/overview.fixture.ts';
import { floorOf, stockFault, stockWords } from './stock-change.ts';

const counts = { sold: 860, held: 40, claimed: 0, waiting: 12 };

describe('another stock says whom it concerns', () => {
  test('and where the floor is', () => {
    expect(stockWords(counts, 1_000, 900)).toEqual({
      words: 'Stock 1,000 → 900: 860 sold and 40 on hold, so the stock cannot go below 900.',
      isPossible: true,
    });
    expect(stockWords(counts, 1_000, 899).isPossible).toBe(false);
    expect(stockWords({ ...counts, claimed: 3 }, 1_000, 902).words).toBe(
      'Stock 1,000 → 902: 860 sold, 40 on hold and 3 in payment, so the stock cannot go below 903.',
    );
  });

  test('and who is served by more', () => {
    expect(stockWords(counts, 1_000, 1_005).words).toBe(
      'Stock 1,000 → 1,005: the next 5 of 12 in line get one.',
    );
    expect(stockWords({ ...counts, waiting: 0 }, 1_000, 1_005).words).toMatch(/the line is empty/);
  });

  test('is a whole number, or no change at all', () => {
    expect(stockWords(counts, 1_000, '').isPossible).toBe(false);
    expect(stockWords(counts, 1_000, 0.5).isPossible).toBe(false);
    expect(stockWords(counts, 1_000, 1_000).isPossible).toBe(false);
  });
});

const sale = anOverview({ stock: 1_000, sold: 860, held: 38, claimed: 2 });

test('the stock cannot go below the units that are bought, on hold or in payment', () => {
  expect(floorOf(sale)).toBe(900);
  expect(stockFault(sale, -100)).toBeNull();
  expect(stockFault(sale, -101)).toMatch(/cannot go below/);
});

test('a sale keeps one unit at least', () => {
  const empty = anOverview({ stock: 5, sold: 0, held: 0, claimed: 0 });
  expect(stockFault(empty, -5)).toMatch(/cannot go below/);
  expect(stockFault(empty, -4)).toBeNull();
});

test.each([null, 0, 1.5])('%s is no change of stock', (by) => {
  expect(stockFault(sale, by)).not.toBeNull();
});
