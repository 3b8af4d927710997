import { expect, test } from 'vitest';
import { addresses } from '../../lib/addresses.ts';
import { shortcuts, stepWith } from './shortcuts.tsx';

const press = (...keys: string[]) =>
  keys.reduce((step, key) => stepWith(step.pending, key), stepWith(null, 'Shift')).hit;

test('pressing "g" and then a letter opens a page', () => {
  expect(press('g', 's')?.action).toEqual({ go: addresses.sales });
  expect(press('g', 'o')?.action).toEqual({ go: addresses.orders });
});

test('a key that completes no shortcut is ignored, and the next key starts a new one', () => {
  expect(press('x', 'n')?.action).toEqual({ go: addresses.newSale });
  expect(press('g', 'n')?.action).toEqual({ go: addresses.newSale });
  expect(press('g', 'x', 's')).toBeNull();
  expect(press('g', 'g', 't')?.action).toEqual({ go: addresses.team });
});

test('no two shortcuts share their keys', () => {
  const all = shortcuts.map(({ keys }) => keys.join(' '));
  expect(new Set(all).size).toBe(all.length);
});
