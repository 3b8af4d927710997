import type { Sale } from '@flash/database';
import { choosePayment } from '@flash/payment';
import { publicSaleAnswer } from '@flash/shared-types';
import { type FakeStripe, startFakeStripe, waitFor } from '@flash/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildTestApp, type TestApp } from '../../testing/app.ts';
import { type Browser, createBrowser, openSale, serve, someone } from '../../testing/shop.ts';

let fake: FakeStripe;
let t: TestApp;
beforeAll(async () => {
  fake = await startFakeStripe();
  t = await buildTestApp({ env: envOf(fake) });
});
afterAll(async () => {
  await t.close();
  await fake.close();
});

function envOf({ settings }: FakeStripe) {
  const stripe = { ...settings, webhookSecrets: ['whsec_test'] };
  return { paymentProvider: 'stripe' as const, stripe };
}

async function holder(sale: Sale, on = t): Promise<Browser> {
  const ann = createBrowser(on, someone());
  await ann.buy(sale);
  await serve(on.deps, sale.id);
  return ann;
}

const prepare = (sale: Sale, ann: Browser, body: Record<string, unknown> = {}) =>
  ann.post('/orders/payment', sale, { body });

async function prepared(sale: Sale, ann: Browser) {
  const { paymentId } = (await prepare(sale, ann)).json();
  const stored = await t.deps.db.preparedPayments.find(paymentId);
  return { paymentId: String(paymentId), intentId: stored?.intentId ?? '' };
}

const statusOf = (intentId: string) => fake.provider.intents.get(intentId)?.status;

describe('a payment by Stripe', () => {
  test('is prepared for the hold, authorised in the browser, confirmed and then captured', async () => {
    const sale = await openSale(t.deps);
    const ann = await holder(sale);
    const answer = await prepare(sale, ann, { contact: { name: 'Ann' } });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['cache-control']).toBe('private, no-store');
    expect(answer.json()).toMatchObject({
      provider: 'stripe',
      publishableKey: 'pk_test_fake',
      isAuthorised: false,
      totalAmountMinor: 1_999,
      currency: 'EUR',
    });
    expect((await prepare(sale, ann)).json().clientSecret).toBe(answer.json().clientSecret);
    const { paymentId, intentId } = await prepared(sale, ann);
    expect(await t.deps.db.preparedPayments.find(paymentId)).toMatchObject({
      person: { email: ann.email },
    });

    const early = await ann.confirm(sale, { body: { paymentToken: paymentId } });
    expect(early.json()).toMatchObject({ status: 402, code: 'PAYMENT_DECLINED' });
    expect((await ann.position(sale)).json().state).toBe('held');

    fake.provider.authorise(intentId, 'three_d_secure');
    fake.provider.finishThreeDSecure(intentId);
    expect((await prepare(sale, ann)).json().isAuthorised).toBe(true);
    const done = await ann.confirm(sale, { body: { paymentToken: paymentId } });
    expect(done.statusCode).toBe(200);
    await t.deps.purchase.idle();
    expect(statusOf(intentId)).toBe('succeeded');
    expect(await t.deps.db.orders.byId(done.json().orderId)).toMatchObject({ payment: 'captured' });
    expect(await t.deps.db.preparedPayments.find(paymentId)).toMatchObject({
      state: 'captured',
      person: null,
    });
    expect((await prepare(sale, ann)).json().code).toBe('NO_HOLD');
  });

  test('is prepared again without details and keeps those of before, until others are given', async () => {
    const sale = await openSale(t.deps);
    const ann = await holder(sale);
    const personOf = async () => {
      const { paymentId } = await prepared(sale, ann);
      return (await t.deps.db.preparedPayments.find(paymentId))?.person;
    };
    const mistyped = { name: 'Ann $price', phone: '+49 30 1234567' };
    await prepare(sale, ann, { contact: mistyped });
    expect(await personOf()).toEqual({ email: ann.email, contact: mistyped });
    const contact = { name: 'Ann', phone: null };
    await prepare(sale, ann, { contact: { name: 'Ann' } });
    expect(await personOf()).toEqual({ email: ann.email, contact });

    // Also by the payment that follows one that was cancelled at the provider.
    const { paymentId, intentId } = await prepared(sale, ann);
    fake.provider.byHand.cancel(intentId);
    const next = await prepared(sale, ann);
    expect(next.paymentId).not.toBe(paymentId);
    expect(await personOf()).toEqual({ email: ann.email, contact });

    fake.provider.authorise(next.intentId);
    const done = await ann.confirm(sale, { body: { paymentToken: next.paymentId } });
    expect(done.statusCode).toBe(200);
    expect(await t.deps.db.orders.byId(done.json().orderId)).toMatchObject({ contact });
    await t.deps.purchase.idle();
  });

  test('tells the page of every sale which script takes the payment, and a shop with the sandbox tells of none', async () => {
    const sale = await openSale(t.deps);
    const metaOf = async (id: string) => {
      const url = `/flash-sales/public/sale?flashSaleId=${id}`;
      return publicSaleAnswer.parse((await t.inject({ method: 'GET', url })).json()).meta;
    };
    const script = `${fake.url}/endive/stripe.js`;
    const payment = { provider: 'stripe', publishableKey: 'pk_test_fake', script };
    expect((await metaOf(sale.id)).payment).toEqual(payment);
    // What a site asks before there is any sale.
    expect((await metaOf('none')).payment).toEqual(payment);
    const { preparing } = choosePayment({
      stripe: { ...fake.settings, scriptBase: null },
      sandbox: t.deps.db.sandboxPayments,
      prepared: t.deps.db.preparedPayments,
    });
    expect(preparing?.inBrowser.script).toBe('https://js.stripe.com/endive/stripe.js');
  });

  test('is not needed where the sale costs nothing', async () => {
    const sale = await openSale(t.deps, { price: 0 });
    const ann = await holder(sale);
    expect((await prepare(sale, ann)).json()).toMatchObject({ provider: 'none', paymentId: null });
    const done = await ann.confirm(sale);
    expect(done.statusCode).toBe(200);
    await t.deps.purchase.idle();
    expect(await t.deps.db.orders.byId(done.json().orderId)).toMatchObject({ payment: 'captured' });
  });

  test('is answered to the holder alone, and to no one whose hold has ended', async () => {
    const sale = await openSale(t.deps, { startingQuantity: 1 });
    const ann = await holder(sale);
    const waiting = await holder(sale);
    expect((await prepare(sale, waiting)).json()).toMatchObject({ status: 403, code: 'NO_HOLD' });
    const stranger = createBrowser(t, ann.email);
    expect((await prepare(sale, stranger)).json()).toMatchObject({ status: 403, code: 'NO_PROOF' });
    await ann.leave(sale);
    expect((await prepare(sale, ann)).json().code).toBe('NO_HOLD');
  });

  test('of another buyer pays for nothing', async () => {
    const sale = await openSale(t.deps);
    const [ann, bob] = [await holder(sale), await holder(sale)];
    const { paymentId, intentId } = await prepared(sale, ann);
    fake.provider.authorise(intentId);
    const stolen = await bob.confirm(sale, { body: { paymentToken: paymentId } });
    expect(stolen.json().code).toBe('PAYMENT_DECLINED');
    expect((await ann.confirm(sale)).statusCode).toBe(200);
  });

  test('is asked for again when the provider does not answer, and keeps the hold', async () => {
    const sale = await openSale(t.deps);
    const ann = await holder(sale);
    const stop = fake.faultAll('failed');
    const answer = await prepare(sale, ann);
    stop();
    expect(answer.json()).toMatchObject({ status: 503, code: 'UNAVAILABLE' });
    const { intentId } = await prepared(sale, ann);
    fake.provider.authorise(intentId);
    const silence = fake.faultAll('failed');
    const pending = await ann.confirm(sale);
    silence();
    expect(pending.json()).toMatchObject({ status: 503, code: 'CONFIRM_PENDING' });
  });

  test('makes one order and one charge of many presses in two processes', async () => {
    const other = await buildTestApp({ env: { ...envOf(fake), mongoUri: t.deps.env.mongoUri } });
    const sale = await openSale(t.deps);
    const ann = await holder(sale);
    const { intentId } = await prepared(sale, ann);
    fake.provider.authorise(intentId);
    const there = createBrowser(other, ann.email);
    there.takeTicket(sale, ann.ticket(sale));
    const presses = [ann, there, ann, there, ann].map((browser) => browser.confirm(sale));
    const answers = await Promise.all(presses);
    expect(new Set(answers.map((answer) => `${answer.statusCode} ${answer.body}`)).size).toBe(1);
    expect(answers[0]?.statusCode).toBe(200);
    const captured = async () => statusOf(intentId) === 'succeeded';
    await waitFor(captured);
    expect(fake.calls.filter((call) => call.includes(`${intentId}/capture`))).toHaveLength(1);
    await other.app.close();
    await other.deps.close();
  });

  test('is refunded at the provider when the team refunds the order', async () => {
    const sale = await openSale(t.deps);
    const ann = await holder(sale);
    const { intentId } = await prepared(sale, ann);
    fake.provider.authorise(intentId);
    const { orderId } = (await ann.confirm(sale)).json();
    await t.deps.purchase.idle();
    const owner = await t.signInAs('owner');
    const answer = await t.inject({
      method: 'POST',
      url: `/orders/${orderId}/refund`,
      payload: { returnUnit: true, reason: 'broken' },
      headers: owner.headers,
    });
    expect(answer.statusCode).toBe(200);
    expect(await t.deps.db.orders.byId(orderId)).toMatchObject({ payment: 'refunded' });
    expect(fake.provider.intents.get(intentId)?.refunds).toMatchObject([{ amount: 1_999 }]);
  });
});
