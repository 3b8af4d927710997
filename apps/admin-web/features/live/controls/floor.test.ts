import { expect, it } from 'vitest';
import { anOverview } from '../overview.fixture.ts';
import { floorOf, stockFault } from './floor.ts';

const sale = anOverview({ stock: 1_000, sold: 860, held: 38, claimed: 2 });

it('the stock cannot go below the units that are bought, on hold or in payment', () => {
  expect(floorOf(sale)).toBe(900);
  expect(stockFault(sale, -100)).toBeNull();
  expect(stockFault(sale, -101)).toMatch(/cannot go below/);
});

it('a sale keeps one unit at least', () => {
  const empty = anOverview({ stock: 5, sold: 0, held: 0, claimed: 0 });
  expect(stockFault(empty, -5)).toMatch(/cannot go below/);
  expect(stockFault(empty, -4)).toBeNull();
});

it.each([null, 0, 1.5])('%s is no change of stock', (by) => {
  expect(stockFault(sale, by)).not.toBeNull();
});
