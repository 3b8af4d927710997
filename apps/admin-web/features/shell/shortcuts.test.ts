import { expect, test } from 'vitest';
import { addresses } from '../../lib/addresses.ts';
import { shortcuts, stepWith } from './shortcuts.tsx';

const press = (...keys: string[]) =>
  keys.reduce((step, key) => stepWith(step.pending, key), stepWith(null, 'Shift')).hit;

test('two keys lead to a place, one by one', () => {
  expect(press('g', 's')?.deed).toEqual({ go: addresses.sales });
  expect(press('g', 'o')?.deed).toEqual({ go: addresses.orders });
});

test('a key that leads nowhere is forgotten, and the next one counts anew', () => {
  expect(press('x', 'n')?.deed).toEqual({ go: addresses.newSale });
  expect(press('g', 'n')?.deed).toEqual({ go: addresses.newSale });
  expect(press('g', 'x', 's')).toBeNull();
  expect(press('g', 'g', 't')?.deed).toEqual({ go: addresses.team });
});

test('no two shortcuts are the same keys', () => {
  const all = shortcuts.map(({ keys }) => keys.join(' '));
  expect(new Set(all).size).toBe(all.length);
});
