import { expect, test } from 'vitest';
import { roundUp, stepPath } from './step-path.ts';

test('a total stays until the next point and ends where the picture ends', () => {
  const frame = { from: 0, to: 100, max: 10, width: 200, height: 50 };
  const points = [
    { at: 0, value: 0 },
    { at: 50, value: 5 },
    { at: 75, value: 10 },
  ];
  expect(stepPath(points, frame)).toBe('M0 50H100V25H150V0H200');
  expect(stepPath([], frame)).toBe('');
});

test('a sale of one moment and of no stock is drawn without dividing by nothing', () => {
  const frame = { from: 7, to: 7, max: 0, width: 200, height: 50 };
  expect(stepPath([{ at: 7, value: 0 }], frame)).toBe('M0 50H200');
});

test('axes end at round numbers', () => {
  expect([0, 7, 11, 240, 4_100].map(roundUp)).toEqual([1, 7, 20, 250, 5_000]);
});
