import { expect, test } from 'vitest';
import { distanceWords } from './distance-words.ts';

test('a distance is told as finely as it is short', () => {
  expect([40, 1_500, 61_000, 3_600_000, 200_000_000].map(distanceWords)).toEqual([
    '40 ms',
    `${(1.5).toLocaleString()} s`,
    '1 min 1 s',
    '1 h 0 min',
    '2 days',
  ]);
});
