import { describe, expect, it } from 'vitest';
import { clockWords, rateWords, relativeWords, spanWords } from './format.ts';

it.each([
  [240, '240 ms'],
  [42_900, '42 s'],
  [192_000, '3 min 12 s'],
  [3_840_000, '1 h 4 min'],
  [180_000_000, '2 d 2 h'],
])('%s ms of waiting reads %s', (ms, words) => {
  expect(spanWords(ms)).toBe(words);
});

it.each([
  [-5, '0:00'],
  [754_000, '12:34'],
  [3_723_000, '1:02:03'],
  [90_000_000, '25 h 0 min'],
])('%s ms on the clock read %s', (ms, words) => {
  expect(clockWords(ms)).toBe(words);
});

it.each([
  [0, '0'],
  [0.2, '0.2'],
  [12.4, '12'],
  [6, '6'],
])('a rate of %s reads %s: little is not nothing', (rate, words) => {
  expect(rateWords(rate)).toBe(words);
});

const now = Date.parse('2026-06-01T12:00:00Z');

describe('when something happens, in words', () => {
  it.each([
    [3 * 60, 'in 3 h'],
    [-2 * 1_440, '2 d ago'],
    [89, 'in 89 min'],
    [0, 'now'],
    [0.5, 'in 30 s'],
  ])('%s minutes away', (minutes, words) => {
    expect(relativeWords(now + minutes * 60_000, now)).toBe(words);
  });
});
