import { expect, it } from 'vitest';
import { lineMarks, unitsReach } from './line-marks.ts';

it('draws a short line person by person', () => {
  expect(lineMarks(0, 1)).toEqual({ count: 1, mine: 0, people: 1 });
  expect(lineMarks(6, 9)).toEqual({ count: 9, mine: 6, people: 1 });
});

it('draws a long line to scale, and says the scale', () => {
  expect(lineMarks(500_000, 1_000_000)).toEqual({ count: 24, mine: 11, people: 41_667 });
});

it('never says one mark is one person where it is not', () => {
  expect(lineMarks(26, 27)).toEqual({ count: 14, mine: 13, people: 2 });
  expect(lineMarks(23, 24).people).toBe(1);
});

it('puts only the next one at the head and only the last one at the tail', () => {
  expect(lineMarks(0, 1_000_000).mine).toBe(0);
  expect(lineMarks(1, 1_000_000).mine).toBe(1);
  expect(lineMarks(999_998, 1_000_000).mine).toBe(22);
  expect(lineMarks(999_999, 1_000_000).mine).toBe(23);
});

it('keeps my mark inside a line that the server has not counted yet', () => {
  expect(lineMarks(4, 0)).toEqual({ count: 5, mine: 4, people: 1 });
});

it('shows how far the units go, and never further than the line', () => {
  expect(unitsReach(lineMarks(2, 10), { free: 2, held: 3 })).toEqual({ free: 0.2, held: 0.3 });
  expect(unitsReach(lineMarks(0, 1), { free: 0, held: 60 })).toEqual({ free: 0, held: 1 });
  expect(unitsReach(lineMarks(0, 10), { free: 8, held: 60 })).toEqual({ free: 0.8, held: 0.2 });
  const { free } = unitsReach(lineMarks(500_000, 1_000_000), { free: 40, held: 0 });
  expect(free).toBeCloseTo(40 / 1_000_000, 6);
});
