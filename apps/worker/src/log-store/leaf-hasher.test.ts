import { createLeaves as createPublicLeaves } from '@flash/fairness';
import { expect, test } from 'vitest';
import { createLeafHasher } from './leaf-hasher.ts';

const sale = (i: number) => ({ id: `sale${i}`, leafKey: `key ${i}` });

test('the leaves kept in memory are bounded over all sales, not for each of them', () => {
  const leaves = createLeafHasher(1_000);
  for (let i = 0; i < 50; i += 1) {
    const leafOf = leaves.of(sale(i));
    for (let buyer = 0; buyer < 100; buyer += 1) {
      leafOf(`b${buyer}`);
    }
    expect(leaves.size()).toBeLessThanOrEqual(1_000);
  }
});

test('a sale that is larger than the bound, or was forgotten in between, has the same leaves', () => {
  const leaves = createLeafHasher(10);
  const leafOf = leaves.of(sale(1));
  const right = createPublicLeaves(sale(1));
  for (let buyer = 0; buyer < 25; buyer += 1) {
    expect(leafOf(`b${buyer}`)).toBe(right.leafOf(`b${buyer}`));
    if (buyer === 20) {
      leaves.forget('sale1');
    }
  }
  expect(leaves.size()).toBeLessThanOrEqual(10);
});
