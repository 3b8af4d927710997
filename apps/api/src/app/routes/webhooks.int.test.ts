import type { Sale } from '@flash/database';
import { type FakeEvent, type FakeStripe, signEvent, startFakeStripe } from '@flash/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildTestApp, type TestApp } from '../testing/app.ts';
import { type Browser, createBrowser, openSale, serve, someone } from '../testing/shop.ts';

let fake: FakeStripe;
let t: TestApp;
const events: FakeEvent[] = [];
const secrets = ['whsec_new', 'whsec_old'];
beforeAll(async () => {
  fake = await startFakeStripe();
  fake.provider.onEvent((event) => events.push(event));
  const stripe = { ...fake.settings, webhookSecrets: secrets };
  t = await buildTestApp({ env: { paymentProvider: 'stripe', stripe } });
});
afterAll(async () => {
  await t.close();
  await fake.close();
});

const post = (payload: string, signature?: string, type = 'application/json') =>
  t.inject({
    method: 'POST',
    url: '/webhooks/stripe',
    payload,
    headers: { 'content-type': type, ...(signature && { 'stripe-signature': signature }) },
  });

function deliver(event: FakeEvent | undefined, by = secrets.slice(0, 1)) {
  const payload = JSON.stringify(event);
  return post(payload, signEvent(payload, by));
}

/** Of this intent, the newest last. */
const eventsOf = (intentId: string, type = '') =>
  events.filter(({ data: { object }, ...event }) => {
    return [object.id, object.payment_intent].includes(intentId) && event.type.includes(type);
  });

async function prepared(sale: Sale): Promise<{ ann: Browser; intentId: string; id: string }> {
  const ann = createBrowser(t, someone());
  await ann.buy(sale);
  await serve(t.deps, sale.id);
  const body = { contact: { name: 'Ann', phone: '+49 30 1234567' } };
  const id = String((await ann.post('/orders/payment', sale, { body })).json().paymentId);
  const stored = await t.deps.db.preparedPayments.find(id);
  return { ann, intentId: stored?.intentId ?? '', id };
}

async function bought() {
  const sale = await openSale(t.deps);
  const { ann, intentId } = await prepared(sale);
  fake.provider.authorise(intentId);
  const { orderId } = (await ann.confirm(sale)).json();
  await t.deps.purchase.idle();
  return { sale, intentId, orderId: String(orderId) };
}

const statusOf = (intentId: string) => fake.provider.intents.get(intentId)?.status;

describe('an event of Stripe', () => {
  test('is refused unless one of the secrets signed these very bytes a moment ago', async () => {
    const { intentId } = await prepared(await openSale(t.deps));
    const payload = JSON.stringify(eventsOf(intentId)[0]);
    const good = signEvent(payload, ['whsec_new']);
    const refused = [
      await post(payload),
      await post(payload, ''),
      await post(payload, 't=1,v1=00'),
      await post(`${payload} `, good),
      await post(payload, signEvent(payload, ['whsec_other'])),
      await post(payload, signEvent(payload, ['whsec_new'], Date.now() - 400_000)),
      await post('not json', signEvent('not json', ['whsec_new'])),
    ];
    expect(refused.map(({ statusCode }) => statusCode)).toEqual(refused.map(() => 400));
    const { values } = await t.deps.metrics.providerEvents.get();
    const bad = values.filter(({ labels }) => labels.result === 'bad signature');
    expect(bad.map(({ value }) => value)).toEqual([refused.length]);
    expect((await post(payload, good, 'text/plain')).statusCode).toBe(415);
    expect((await post('x'.repeat(300_000), good)).statusCode).toBe(413);
    for (const by of [['whsec_new'], ['whsec_old'], ['whsec_other', 'whsec_old']]) {
      const answer = await deliver(eventsOf(intentId)[0], by);
      expect(answer.json()).toEqual({ received: true });
    }
  });

  test('makes the order of a buyer whose browser has gone after authorising', async () => {
    const sale = await openSale(t.deps);
    const { ann, intentId } = await prepared(sale);
    fake.provider.authorise(intentId, 'three_d_secure');
    fake.provider.finishThreeDSecure(intentId);
    const [event] = eventsOf(intentId, 'amount_capturable_updated');
    expect((await deliver(event)).statusCode).toBe(200);
    await t.deps.purchase.idle();
    const { state, orderId } = (await ann.position(sale)).json();
    expect(state).toBe('sold');
    expect(await t.deps.db.orders.byId(orderId)).toMatchObject({
      email: ann.email,
      contact: { name: 'Ann', phone: '+49 30 1234567' },
      payment: 'captured',
    });
    expect((await ann.confirm(sale)).json().orderId).toBe(orderId);
  });

  test('and the browser at the same moment make one order and one charge', async () => {
    const sale = await openSale(t.deps);
    const { ann, intentId, id } = await prepared(sale);
    fake.provider.authorise(intentId);
    const [event] = eventsOf(intentId, 'amount_capturable_updated');
    const [told, pressed, again] = await Promise.all([
      deliver(event),
      ann.confirm(sale, { body: { paymentToken: id } }),
      deliver(event),
    ]);
    expect([told.statusCode, pressed.statusCode, again.statusCode]).toEqual([200, 200, 200]);
    await t.deps.purchase.idle();
    expect(await t.deps.db.orders.countLive(sale.id)).toBe(1);
    expect(fake.calls.filter((call) => call.includes(`${intentId}/capture`))).toHaveLength(1);
  });

  test('that comes after the hold has ended lets the money go', async () => {
    const sale = await openSale(t.deps);
    const { ann, intentId } = await prepared(sale);
    fake.provider.authorise(intentId);
    await ann.leave(sale);
    const [event] = eventsOf(intentId, 'amount_capturable_updated');
    expect((await deliver(event)).statusCode).toBe(200);
    expect(statusOf(intentId)).toBe('canceled');
    expect(await t.deps.db.orders.countLive(sale.id)).toBe(0);
  });

  test('is believed in nothing: an old one that says authorised makes no order of a failed payment', async () => {
    const sale = await openSale(t.deps);
    const { ann, intentId } = await prepared(sale);
    fake.provider.authorise(intentId, 'declined');
    const [failed] = eventsOf(intentId, 'payment_failed');
    const lie = { ...failed, id: 'evt_old', type: 'payment_intent.amount_capturable_updated' };
    expect((await deliver(lie as FakeEvent)).statusCode).toBe(200);
    expect((await ann.position(sale)).json().state).toBe('held');
  });

  test('is asked for again when the provider cannot be read, and then applied', async () => {
    const sale = await openSale(t.deps);
    const { ann, intentId } = await prepared(sale);
    fake.provider.authorise(intentId);
    const [event] = eventsOf(intentId, 'amount_capturable_updated');
    const stop = fake.faultAll('failed');
    expect((await deliver(event)).statusCode).toBeGreaterThanOrEqual(500);
    stop();
    expect((await deliver(event)).statusCode).toBe(200);
    expect((await ann.position(sale)).json().state).toBe('sold');
  });

  test('about a payment of another program, or of a kind that is not used, changes nothing', async () => {
    const object = { id: 'pi_other', object: 'payment_intent' };
    const event = { id: 'evt_x', type: 'payment_intent.succeeded', created: 1, data: { object } };
    expect((await deliver(event)).statusCode).toBe(200);
    const other = { ...event, id: 'evt_y', type: 'customer.created' };
    expect((await deliver(other)).statusCode).toBe(200);
  });
});

describe('what is done at Stripe by hand', () => {
  test('a whole refund becomes the refund of the order, once, with a row in the audit log', async () => {
    const { sale, intentId, orderId } = await bought();
    fake.provider.byHand.refund(intentId);
    const [event] = eventsOf(intentId, 'charge.refunded');
    for (const answer of [await deliver(event), await deliver(event)]) {
      expect(answer.statusCode).toBe(200);
    }
    expect(await t.deps.db.orders.byId(orderId)).toMatchObject({
      status: 'refunded',
      live: true,
      atProvider: { refunded: 1_999, dispute: null },
    });
    const { items } = await t.deps.db.audit.list({ saleId: sale.id, page: 1, limit: 10 });
    expect(items.filter(({ action }) => action === 'order.refund')).toMatchObject([
      { actor: { id: 'system' }, reason: 'Refunded at the payment provider' },
    ]);
  });

  test('a part that was given back and a dispute appear on the order, whatever comes first', async () => {
    const { intentId, orderId } = await bought();
    fake.provider.byHand.refund(intentId, 500);
    fake.provider.byHand.dispute(intentId);
    fake.provider.byHand.dispute(intentId, 'lost');
    const told = eventsOf(intentId, 'charge.').reverse();
    expect(told.map(({ type }) => type)).toEqual([
      'charge.dispute.closed',
      'charge.dispute.created',
      'charge.refunded',
    ]);
    for (const event of told) {
      expect((await deliver(event)).statusCode).toBe(200);
    }
    const owner = await t.signInAs('owner');
    const url = `/orders/admin/detail/${orderId}`;
    const shown = (await t.inject({ url, headers: owner.headers })).json();
    expect(shown).toMatchObject({
      paymentStatus: 'paid',
      atProvider: {
        refundedMinor: 500,
        dispute: { status: 'lost', reason: 'product_not_received', amountMinor: 1_999 },
      },
    });
  });
});
