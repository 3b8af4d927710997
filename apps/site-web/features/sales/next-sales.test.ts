import type { LiveSale, PublicSale } from '@flash/shared-types';
import { places } from '@flash/testing';
import { expect, test } from 'vitest';
import { nextSales } from './next-sales.tsx';

const { at, sale } = places;

const live = (id: string, free: number): LiveSale => ({
  ...sale({ id }),
  counts: { free, held: 5 - free, waiting: 0 },
});
const upcoming = (id: string, seconds: number): PublicSale =>
  sale({ id, phase: 'scheduled', lobbyOpensAt: at(seconds) });
const ids = (sales: { id: string }[]) => sales.map(({ id }) => id);

test('the page of a sale that is over offers sales with free units, then the next to open', () => {
  const lists = {
    live: [live('all-held', 0), live('free', 2)],
    upcoming: [upcoming('tomorrow', 86_400), upcoming('soon', 60)],
  };
  expect(ids(nextSales(lists, 'over'))).toEqual(['free', 'soon', 'tomorrow']);
});

test('the page of a sale that is over offers at most three sales, and never itself', () => {
  const lists = { live: ['a', 'b', 'c', 'd'].map((id) => live(id, 1)), upcoming: [] };
  expect(ids(nextSales(lists, 'b'))).toEqual(['a', 'c', 'd']);
  expect(nextSales(lists, 'other')).toHaveLength(3);
});
