import { expect, test } from 'vitest';
import {
  clockWords,
  durationWords,
  percentOf,
  rateWords,
  relativeWords,
  waitWords,
} from './format.ts';

test.each([
  [40, '40 ms'],
  [240, '240 ms'],
  [42_900, '42 s'],
  [192_000, '3 min 12 s'],
  [3_600_000, '1 h 0 min'],
  [3_840_000, '1 h 4 min'],
  [180_000_000, '2 d 2 h'],
])('a duration of %s ms reads %s', (ms, words) => {
  expect(durationWords(ms)).toBe(words);
});

test.each([
  [1_500, `${(1.5).toLocaleString()} s`],
  [2_000, '2 s'],
  [61_000, '1 min 1 s'],
  [59_990, `${(59.9).toLocaleString()} s`],
])('a duration of %s ms with one decimal reads %s', (ms, words) => {
  expect(durationWords(ms, 1)).toBe(words);
});

test.each([
  [-5, '0:00'],
  [754_000, '12:34'],
  [3_723_000, '1:02:03'],
  [90_000_000, '25 h 0 min'],
])('%s ms on a countdown read %s', (ms, words) => {
  expect(clockWords(ms)).toBe(words);
});

test.each([
  [0, '0'],
  [0.2, '0.2'],
  [12.4, '12'],
  [6, '6'],
])('a rate of %s per second reads %s', (rate, words) => {
  expect(rateWords(rate)).toBe(words);
});

test.each([
  [3 * 60, 'in 3 h'],
  [-2 * 1_440, '2 d ago'],
  [89, 'in 89 min'],
  [0, 'now'],
  [0.5, 'in 30 s'],
])('a moment %s minutes away reads %s', (minutes, words) => {
  const now = Date.parse('2026-06-01T12:00:00Z');
  expect(relativeWords(now + minutes * 60_000, now)).toBe(words);
});

test('a percentage never rounds something to nothing, nor nearly all to all', () => {
  expect(percentOf(1, 1_000)).toBe('< 1 %');
  expect(percentOf(0, 1_000)).toBe('0 %');
  expect(percentOf(999, 1_000)).toBe('99 %');
  expect(percentOf(5, 5)).toBe('100 %');
  expect(percentOf(0, 0)).toBe('–');
});

test('a wait shorter than a second is not told in milliseconds', () => {
  expect([0, 38, 999, 1_000, 42_900].map((ms) => waitWords(ms))).toEqual([
    'under 1 s',
    'under 1 s',
    'under 1 s',
    '1 s',
    '42 s',
  ]);
});
