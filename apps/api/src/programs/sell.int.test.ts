import { afterAll, beforeAll, expect, it as test } from 'vitest';
import { buildTestApp, type TestApp } from '../app/testing/app.ts';
import { openSale } from '../app/testing/shop.ts';
import { sell } from './demo.ts';

const LOCK_MS = 700;

let t: TestApp;
beforeAll(async () => {
  t = await buildTestApp();
});
afterAll(() => t.close());

test('the demo sells its units also while a worker holds the line of its sale', async () => {
  const sale = await openSale(t.deps, { startingQuantity: 3 });
  expect(await t.deps.engine.lock(sale.id, 'worker', LOCK_MS)).toBe(true);
  await sell(t.deps, sale, 3);
  expect(await t.deps.db.orders.countLive(sale.id)).toBe(3);
  const shot = await t.deps.engine.snapshot(sale.id);
  expect(shot).toMatchObject({ free: 0, held: 0, claimed: 0, sold: 3, waiting: 0 });
});
