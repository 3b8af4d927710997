import { expect, test } from 'vitest';
import { lineShape, PEOPLE_MOST } from './line-shape.ts';

const shape = (ahead: number, size: number, free = 0, held = 0) =>
  lineShape({ ahead, size, free, held });

test('draws no picture of a line of one or two people', () => {
  expect(shape(0, 1)).toBeNull();
  expect(shape(1, 2)).toBeNull();
});

test('draws a short line person by person, and colours those whom the units reach', () => {
  expect(shape(4, 6, 1, 2)).toEqual({
    kind: 'people',
    marks: ['free', 'held', 'held', 'none', 'me', 'none'],
  });
  expect(shape(0, PEOPLE_MOST)?.kind).toBe('people');
});

test('draws a long line to scale, with the first one at the head and the last one at the end', () => {
  expect(shape(0, 1_000_000)).toMatchObject({ kind: 'strip', mine: 0 });
  expect(shape(999_999, 1_000_000)).toMatchObject({ kind: 'strip', mine: 1 });
  expect(shape(15_000, 30_001)).toMatchObject({ kind: 'strip', mine: 0.5 });
});

test('never lets the units reach further than the line', () => {
  expect(shape(10, 100, 40, 500)).toMatchObject({ free: 0.4, held: 0.6 });
  expect(shape(10, 100, 400, 500)).toMatchObject({ free: 1, held: 0 });
});

test('keeps my mark inside a line that the server has not counted yet', () => {
  expect(shape(4, 0)).toMatchObject({ marks: ['none', 'none', 'none', 'none', 'me'] });
});
