import { expect, it } from 'vitest';
import { anOverview, aPoint } from './overview.fixture.ts';
import { projectSellOut } from './projection.ts';

/** `count` units sold in the last minute. */
const minuteOf = (count: number) => [
  aPoint(-120, { sold: 0 }),
  aPoint(-60, { sold: 100 }),
  aPoint(-30, { sold: 100 + count / 2 }),
  aPoint(0, { sold: 100 + count }),
];
const open = anOverview({ stock: 500, sold: 400 });

it('says a range around the pace of the last minute', () => {
  const projected = projectSellOut(open, minuteOf(100));
  expect(projected?.fromMs).toBeCloseTo(50_000, -1);
  expect(projected?.toMs).toBeCloseTo(75_000, -1);
});

it('is less sure the fewer were sold', () => {
  const few = projectSellOut(open, minuteOf(16));
  expect((few?.toMs ?? 0) / (few?.fromMs ?? 1)).toBeCloseTo(3);
});

it.each([
  ['nearly nothing was sold', open, minuteOf(9)],
  ['it has just begun', open, minuteOf(100).slice(-1)],
  ['the sale is paused', anOverview({ phase: 'paused' }), minuteOf(100)],
  ['everything is sold', anOverview({ stock: 500, sold: 500 }), minuteOf(100)],
  ['more units came back than went', open, minuteOf(-20)],
])('says nothing when %s', (_, overview, history) => {
  expect(projectSellOut(overview, history)).toBeNull();
});
