import { expect, test } from 'vitest';
import { lineShape, PEOPLE_MOST } from './line-picture.tsx';

const shape = (ahead: number, size: number, free = 0, held = 0) =>
  lineShape({ ahead, size, free, held });

test('a line of one or two people has no picture', () => {
  expect(shape(0, 1)).toBeNull();
  expect(shape(1, 2)).toBeNull();
});

test('a short line is drawn person by person, coloured as far as the units reach', () => {
  expect(shape(4, 6, 1, 2)).toEqual({
    kind: 'people',
    marks: ['free', 'held', 'held', 'none', 'me', 'none'],
  });
  expect(shape(0, PEOPLE_MOST)?.kind).toBe('people');
});

test('a long line is drawn to scale, with the first place at its start and the last at its end', () => {
  expect(shape(0, 1_000_000)).toMatchObject({ kind: 'strip', mine: 0 });
  expect(shape(999_999, 1_000_000)).toMatchObject({ kind: 'strip', mine: 1 });
  expect(shape(15_000, 30_001)).toMatchObject({ kind: 'strip', mine: 0.5 });
});

test('the units never reach further than the line', () => {
  expect(shape(10, 100, 40, 500)).toMatchObject({ free: 0.4, held: 0.6 });
  expect(shape(10, 100, 400, 500)).toMatchObject({ free: 1, held: 0 });
});

test('a long line is marked where its units end, unless they reach everyone in it', () => {
  expect(shape(10, 100, 10, 40)).toMatchObject({ unitsEnd: 0.5 });
  expect(shape(10, 100, 40, 500)).toMatchObject({ unitsEnd: null });
  expect(shape(10, 100, 0, 0)).toMatchObject({ unitsEnd: null });
});

test('the buyer’s mark is inside a line whose size the server does not know yet', () => {
  expect(shape(4, 0)).toMatchObject({ marks: ['none', 'none', 'none', 'none', 'me'] });
});
