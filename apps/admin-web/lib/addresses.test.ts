import { expect, test } from 'vitest';
import { addresses, idIn, partIn, saleParts } from './addresses.ts';

test.each(saleParts)('the address of a sale says which sale and which part: %s', (part) => {
  const address = addresses.sale('6650f1a2b3c4d5e6f7a8b9c0', part);
  expect([idIn(address), partIn(address)]).toEqual(['6650f1a2b3c4d5e6f7a8b9c0', part]);
});

test('a part that does not exist shows the sale itself', () => {
  expect(partIn('/dashboard/flash-sales/abc/nothing')).toBe('live');
});
