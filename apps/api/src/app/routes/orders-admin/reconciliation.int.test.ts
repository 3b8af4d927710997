import { differenceKinds } from '@flash/shared-types';
import { type FakeStripe, startFakeStripe } from '@flash/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestApp, type TestApp } from '../../testing/app.ts';
import { createBrowser, openSale, serve, someone } from '../../testing/shop.ts';

let fake: FakeStripe;
let t: TestApp;
beforeAll(async () => {
  fake = await startFakeStripe();
  t = await buildTestApp({ env: { paymentProvider: 'stripe', stripe: fake.settings } });
});
afterAll(async () => {
  await t.close();
  await fake.close();
});

async function bought() {
  const sale = await openSale(t.deps);
  const ann = createBrowser(t, someone());
  await ann.buy(sale);
  await serve(t.deps, sale.id);
  const body = { contact: { name: 'Ann', phone: '+49 30 1234567' } };
  const id = String((await ann.post('/orders/payment', sale, { body })).json().paymentId);
  const intentId = (await t.deps.db.preparedPayments.find(id))?.intentId ?? '';
  fake.provider.authorise(intentId);
  const orderId = String((await ann.confirm(sale)).json().orderId);
  await t.deps.purchase.idle();
  return { sale, intentId, orderId };
}

test('support compares the payments of a sale and notes a refund that was made at the provider, with a reason and one row in the audit log', async () => {
  const { sale, intentId, orderId } = await bought();
  const { headers } = await t.signInAs('support');
  const url = `/orders/admin/reconciliation/${sale.id}`;
  const read = async () => (await t.inject({ url, headers })).json();
  const even = await read();
  expect(even).toMatchObject({
    ...{ flashSaleId: sale.id, provider: 'stripe', total: 0, onTheirWay: 0, differences: [] },
    atProvider: { captured: { count: 1, amountMinor: sale.price } },
    orders: { paid: { count: 1, amountMinor: sale.price } },
    log: { sold: { count: 1, amountMinor: sale.price } },
    redis: { sold: 1 },
  });

  // The event that tells of it was lost.
  fake.provider.byHand.refund(intentId, sale.price);
  const stored = t.deps.db.db.collection('orders');
  await stored.updateMany({}, { $set: { updatedAt: new Date(Date.now() - 60_000) } });
  const [difference] = (await read()).differences;
  expect(difference).toMatchObject({ kind: 'refund-not-recorded', step: 'record', orderId });
  expect(Object.keys(differenceKinds)).toContain(difference.kind);
  const mend = (payload: object) =>
    t.inject({ method: 'POST', url: `${url}/mend`, headers, payload });
  expect((await mend({ difference: difference.id })).statusCode).toBe(400);
  const reason = 'The message of the provider was lost';
  const answer = await mend({ difference: difference.id, reason });
  expect(answer.json()).toEqual({ outcome: 'mended' });
  expect((await mend({ difference: difference.id, reason })).json()).toEqual({ outcome: 'even' });
  expect(await t.deps.db.orders.byId(orderId)).toMatchObject({
    ...{ status: 'refunded', payment: 'refunded', live: true },
    atProvider: { refunded: sale.price },
  });
  const rows = (await t.deps.db.audit.list({ saleId: sale.id, action: 'payment.mend' })).items;
  expect(rows).toMatchObject([
    {
      ...{ subject: orderId, reason, outcome: 'done' },
      after: { difference: difference.id, step: 'record' },
    },
  ]);
  expect((await read()).differences).toEqual([]);
});

test('a sale that does not exist has no payments to compare', async () => {
  const { headers } = await t.signInAs('support');
  const url = '/orders/admin/reconciliation/6650f1a2b3c4d5e6f7a8b9c0';
  expect((await t.inject({ url, headers })).json()).toMatchObject({ code: 'SALE_NOT_FOUND' });
});
