import { expect, it } from 'vitest';
import { createAllowance } from './allowance.ts';

it('lets a burst through, then no more than its pace', () => {
  const allowance = createAllowance(10, 3);
  const taken = (now: number) => [1, 2, 3, 4].filter(() => allowance.take(now)).length;
  expect(taken(0)).toBe(3);
  expect(taken(0)).toBe(0);
  expect(taken(200)).toBe(2);
  expect(taken(60_000)).toBe(3);
});
