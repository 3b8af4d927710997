import type { Sale } from '@flash/database';
import { choosePayment, type PaymentPort } from '@flash/payment';
import { type FakeStripe, startFakeStripe } from '@flash/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from '../testing/stage.ts';
import { comparePayments } from './compare-payments.ts';

let stage: Stage;
let fake: FakeStripe;
let payment: PaymentPort;
beforeAll(async () => {
  stage = await openStage();
  fake = await startFakeStripe();
  payment = choosePayment({
    stripe: fake.settings,
    sandbox: stage.db.sandboxPayments,
    prepared: stage.db.preparedPayments,
  });
});
afterAll(async () => {
  await stage.close();
  await fake.close();
});

let drawn = 1_000_000_000;
/** A payment of a hold of its own, taken to `end`. */
async function pay(sale: Sale, end: 'open' | 'authorised' | 'ordered' | 'refunded') {
  drawn += 2;
  const [fence, attempt] = [drawn, drawn + 1];
  const buyer = `b${fence}`;
  const of = { saleId: sale.id, buyer, seq: fence, fence };
  const money = { amount: sale.price, currency: sale.currency };
  const ready = await payment.preparing?.prepare({ ...of, ...money, person: null, checkAt: 0 });
  if (ready?.kind !== 'ready') {
    throw new Error(`prepare: ${ready?.kind}`);
  }
  const stored = await stage.db.preparedPayments.find(ready.paymentId);
  const intentId = stored?.intentId ?? '';
  if (end === 'open') {
    return { intentId, orderId: '' };
  }
  fake.provider.authorise(intentId);
  if (end === 'authorised') {
    return { intentId, orderId: '' };
  }
  const key = { saleId: sale.id, attempt };
  await payment.authorise({ ...key, ...money, buyer, token: ready.paymentId });
  const committed = await stage.db.committer.commit({
    ...{ saleId: sale.id, fence: attempt, epoch: sale.epoch, buyer, unit: drawn - 1_000_000_000 },
    ...{ seq: fence, email: `${buyer}@example.org`, contact: null, ...money },
  });
  if (committed.kind !== 'committed') {
    throw new Error(`commit: ${committed.kind}`);
  }
  await payment.capture(key);
  const record = { saleId: sale.id, fence: attempt };
  await stage.db.orders.setPayment(record, 'capture pending', 'captured');
  if (end === 'refunded') {
    await stage.db.orders.refund(committed.order.id, { returnUnit: false });
    await payment.refund(key);
    await stage.db.orders.setPayment(record, 'refund pending', 'refunded');
  }
  return { intentId, orderId: committed.order.id };
}

const compare = (sale: Sale) => comparePayments({ db: stage.db, payment }, sale);

test('orders and provider are the same in both directions, or each difference is named', async () => {
  const sale = await stage.openSale({ startingQuantity: 100 });
  const other = await stage.openSale({ startingQuantity: 100 });
  for (const end of ['open', 'authorised', 'ordered', 'refunded'] as const) {
    await pay(sale, end);
  }
  await pay(other, 'ordered');
  expect(await compare(sale)).toEqual({
    counts: { open: 1, authorised: 1, captured: 2, cancelled: 0 },
    orders: 2,
    differences: [],
  });

  const unordered = await pay(sale, 'authorised');
  fake.provider.byHand.capture(unordered.intentId);
  const lost = await pay(sale, 'ordered');
  Object.assign(fake.provider.intents.get(lost.intentId) ?? {}, { status: 'canceled' });
  const kept = await pay(sale, 'refunded');
  Object.assign(fake.provider.intents.get(kept.intentId) ?? {}, { refunds: [] });
  expect((await compare(sale))?.differences.sort()).toEqual(
    [
      `${unordered.intentId}: captured without an order`,
      `${lost.intentId}: cancelled, though its order is paid`,
      `order ${lost.orderId}: captured here, and not at the provider`,
      `${kept.intentId}: refunded here, and not at the provider`,
    ].sort(),
  );
});

test('the sandbox has nothing to compare with', async () => {
  const sale = await stage.openSale();
  expect(await comparePayments({ db: stage.db, payment: stage.payment }, sale)).toBeNull();
});
