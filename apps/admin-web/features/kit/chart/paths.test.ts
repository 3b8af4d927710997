import { expect, test } from 'vitest';
import { areaPath, axisMax, curvePath } from './paths.ts';

test('a curve stays inside its box, however large a value is', () => {
  const samples = [-10, 0, 5, 10].map((seconds) => ({ at: seconds, value: seconds * 100 }));
  const frame = { from: 0, to: 10, max: 500 };
  expect(curvePath(samples, frame, 'line')).toBe('M0 100L500 0L1000 0');
  expect(areaPath(samples, frame, 'line')).toBe('M0 100L500 0L1000 0L1000 100L0 100Z');
  expect(areaPath([], frame, 'line')).toBe('');
});

test('a running total keeps its value until the next sample and to the end of the chart', () => {
  const frame = { from: 0, to: 100, max: 10 };
  const samples = [
    { at: 0, value: 0 },
    { at: 50, value: 5 },
    { at: 75, value: 10 },
  ];
  expect(curvePath(samples, frame, 'steps')).toBe('M0 100H500V50H750V0H1000');
  expect(areaPath(samples, frame, 'steps')).toBe('M0 100H500V50H750V0H1000L1000 100L0 100Z');
  expect(curvePath([], frame, 'steps')).toBe('');
});

test('a sale with a single sample and no stock is drawn without a division by zero', () => {
  const frame = { from: 7, to: 7, max: 0 };
  expect(curvePath([{ at: 7, value: 0 }], frame, 'steps')).toBe('M0 100H1000');
});

test.each([
  [0, 1],
  [0.4, 1],
  [1.1, 2],
  [3, 5],
  [7, 10],
  [10, 10],
  [1_240, 2_000],
  [99_000, 100_000],
])('the axis for a largest value of %s ends at the round number %s', (value, max) => {
  expect(axisMax([{ at: 0, value }])).toBe(max);
});
