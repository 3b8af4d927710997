import { describe, expect, test } from 'vitest';
import { judge } from './judge.js';

const order = (place, change = {}) => ({
  paymentStatus: 'paid',
  buyer: `g${place}`,
  userEmail: `${place}@load.test`,
  seq: 1_000_000_000 + place,
  unit: place,
  ...change,
});
const clean = { orders: [order(2), order(1)], startingQuantity: 3, remaining: 1 };

describe('the audit at the end of a load run', () => {
  test('finds nothing in a clean sale', () => {
    expect(judge(clean)).toEqual([]);
  });

  test.each([
    ['more sold than there were', { startingQuantity: 1, remaining: -1 }, /2 sold of 1/],
    ['a unit that vanished', { remaining: 0 }, /2 paid, but 3 - 0/],
    ['a buyer with two orders', { orders: [order(1), order(2, { buyer: 'g1' })] }, /buyer g1/],
    [
      'an address with two orders',
      { orders: [order(1), order(1, { unit: 2, buyer: 'g2' })] },
      /two/,
    ],
    ['a unit sold twice', { orders: [order(1), order(2, { unit: 1 })] }, /unit 1/],
    ['an order that is not paid', { orders: [order(1, { paymentStatus: 'failed' })] }, /not paid/],
    [
      'someone served before their turn',
      { orders: [order(1, { unit: 2 }), order(2, { unit: 1 })] },
      /seq 1000000002 got unit 1/,
    ],
    ['numbers that could not be read', { remaining: undefined }, /undefined/],
  ])('finds %s', (_, change, words) => {
    expect(judge({ ...clean, ...change }).join('; ')).toMatch(words);
  });
});
