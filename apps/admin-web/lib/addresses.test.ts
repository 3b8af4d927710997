import { expect, test } from 'vitest';
import { addresses, idIn, isWall, partIn, saleParts } from './addresses.ts';

test.each(saleParts)('the address of a sale contains its id and its part: %s', (part) => {
  const address = addresses.sale('6650f1a2b3c4d5e6f7a8b9c0', part);
  expect([idIn(address), partIn(address)]).toEqual(['6650f1a2b3c4d5e6f7a8b9c0', part]);
});

test('an unknown part leads to the live page of the sale', () => {
  expect(partIn('/dashboard/flash-sales/abc/nothing')).toBe('live');
});

test('only the full-screen page of a sale is without header and menu', () => {
  const id = '6650f1a2b3c4d5e6f7a8b9c0';
  expect(saleParts.filter((part) => isWall(addresses.sale(id, part)))).toEqual(['wall']);
});
