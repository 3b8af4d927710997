import { describe, expect, it } from 'vitest';
import { distanceWords } from './when.ts';

const now = Date.parse('2026-06-01T12:00:00Z');

describe('when something happens, in words', () => {
  it.each([
    [3 * 60, 'in 3 h'],
    [-2 * 1_440, '2 d ago'],
    [89, 'in 89 min'],
    [0, 'now'],
    [0.5, 'in 30 s'],
  ])('%s minutes away', (minutes, words) => {
    expect(distanceWords(now + minutes * 60_000, now)).toBe(words);
  });
});
