import { expect, test } from 'vitest';
import { isReached, summaryOf } from './goals.ts';

const figure = (value: number, goal: string, unit = 'ms') => ({ what: 'buy', value, unit, goal });

test.each([
  [1_500, '≤ 1,500', true],
  [1_501, '≤ 1,500', false],
  [2.5, '< 2.5 s', false],
  [2_000, '≥ 2,000', true],
  [0.9, '> 1', false],
  [0, '0', true],
  [1, '0', false],
  [7, '–', null],
])('%d is judged by the goal %s: %s', (value, goal, reached) => {
  expect(isReached(figure(value, goal))).toBe(reached);
});

test('all of so many is a goal', () => {
  expect(isReached(figure(200, 'all', 'of 200'))).toBe(true);
  expect(isReached(figure(199, 'all', 'of 200'))).toBe(false);
});

test('one line says how many goals were reached and names the others', () => {
  expect(summaryOf([figure(1, '≤ 2'), figure(5, '–')])).toEqual({
    line: '1 of 1 goals reached',
    isGood: true,
  });
  expect(summaryOf([figure(1, '≤ 2'), figure(3, '≤ 2')])).toEqual({
    line: '1 of 2 goals reached, missed: buy',
    isGood: false,
  });
});
