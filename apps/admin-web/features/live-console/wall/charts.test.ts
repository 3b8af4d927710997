import { expect, test } from 'vitest';
import { at, t0 } from '../overview.fixture.ts';
import { marksOf } from './charts.tsx';

const span = { from: t0, to: t0 + 100_000 };
const entry = (seconds: number, action: string, stock: [number, number] = [0, 0]) => ({
  at: at(seconds),
  action,
  outcome: 'done' as const,
  before: { stock: stock[0] },
  after: { stock: stock[1] },
});

test('a pause is a band until it ended, or until now', () => {
  const entries = [entry(60, 'sale.pause'), entry(40, 'sale.resume'), entry(20, 'sale.pause')];
  expect(marksOf(entries, span)).toEqual([
    { from: 0.2, to: 0.4, label: 'Paused' },
    { from: 0.6, to: 1, label: 'Paused' },
  ]);
});

test('a pause that began before the curve is drawn from its beginning, and an older one is not drawn', () => {
  const entries = [
    entry(-90, 'sale.pause'),
    entry(-80, 'sale.resume'),
    entry(-10, 'sale.pause'),
    entry(30, 'sale.resume'),
  ];
  expect(marksOf(entries, span)).toEqual([{ from: 0, to: 0.3, label: 'Paused' }]);
});

test('a change of the stock is a line with the number of units', () => {
  const entries = [
    entry(25, 'sale.stock', [100, 150]),
    entry(75, 'sale.stock', [150, 130]),
    { ...entry(80, 'sale.stock', [130, 90]), outcome: 'refused' as const },
    { ...entry(50, 'sale.stock'), before: null, after: null },
  ];
  expect(marksOf(entries, span)).toEqual([
    { from: 0.25, to: null, label: 'Stock +50' },
    { from: 0.5, to: null, label: 'Stock' },
    { from: 0.75, to: null, label: 'Stock −20' },
  ]);
});

test('of two marks that are close together only the later one has its name', () => {
  const entries = [entry(50, 'sale.stock', [1, 2]), entry(52, 'sale.stock', [2, 4])];
  expect(marksOf(entries, span).map(({ label }) => label)).toEqual(['', 'Stock +2']);
});
