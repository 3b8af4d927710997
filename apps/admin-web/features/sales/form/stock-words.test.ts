import { describe, expect, it } from 'vitest';
import { stockWords } from './stock-words.ts';

const counts = { sold: 860, held: 40, claimed: 0, waiting: 12 };

describe('another stock says whom it concerns', () => {
  it('and where the floor is', () => {
    expect(stockWords(counts, 1_000, 900)).toEqual({
      words: 'Stock 1,000 → 900: 860 sold and 40 on hold, so the stock cannot go below 900.',
      isPossible: true,
    });
    expect(stockWords(counts, 1_000, 899).isPossible).toBe(false);
    expect(stockWords({ ...counts, claimed: 3 }, 1_000, 902).words).toBe(
      'Stock 1,000 → 902: 860 sold, 40 on hold and 3 in payment, so the stock cannot go below 903.',
    );
  });

  it('and who is served by more', () => {
    expect(stockWords(counts, 1_000, 1_005).words).toBe(
      'Stock 1,000 → 1,005: the next 5 of 12 in line get one.',
    );
    expect(stockWords({ ...counts, waiting: 0 }, 1_000, 1_005).words).toMatch(/the line is empty/);
  });

  it('is a whole number, or no change at all', () => {
    expect(stockWords(counts, 1_000, '').isPossible).toBe(false);
    expect(stockWords(counts, 1_000, 0.5).isPossible).toBe(false);
    expect(stockWords(counts, 1_000, 1_000).isPossible).toBe(false);
  });
});
