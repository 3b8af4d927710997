import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMetrics } from '../base/metrics.ts';
import { openStage, type Stage } from '../testing/stage.ts';
import { createFinishPayments } from './payments.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

test('a payment that always fails does not keep the others from their end', async () => {
  const { orders } = stage.db;
  const sale = await stage.openSale();
  const fences = Array.from({ length: 230 }, (_, i) => 1_000_000_001 + i);
  for (const fence of fences) {
    await orders.insertVoid({ saleId: sale.id, fence, epoch: 1, buyer: 'ada' });
  }
  // As many as one round takes fail before each of the others comes up.
  const failing = new Set(fences.slice(0, 200));
  const cancel: typeof stage.payment.cancel = (key) =>
    failing.has(key.attempt) ? Promise.reject(new Error('no')) : stage.payment.cancel(key);
  const payments = createFinishPayments({
    orders,
    payment: { ...stage.payment, cancel },
    alert: () => {},
    metrics: createMetrics(),
  });
  await expect(payments(Date.now() + 1)).rejects.toThrow('no');
  await payments(Date.now()).catch(() => {});
  const open = (await orders.pendingPayments(1_000)).map(({ fence }) => fence);
  expect(open.filter((fence) => !failing.has(fence))).toEqual([]);
});
