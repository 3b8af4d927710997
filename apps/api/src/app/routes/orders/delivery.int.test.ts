import type { Sale } from '@flash/database';
import { receipt } from '@flash/shared-types';
import { type FakeEvent, type FakeStripe, signEvent, startFakeStripe } from '@flash/testing';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildTestApp, type TestApp } from '../../testing/app.ts';
import { type Browser, createBrowser, openSale, serve, someone } from '../../testing/shop.ts';

let fake: FakeStripe;
let t: TestApp;
const events: FakeEvent[] = [];
beforeAll(async () => {
  fake = await startFakeStripe();
  fake.provider.onEvent((event) => events.push(event));
  const stripe = { ...fake.settings, webhookSecrets: ['whsec_test'] };
  t = await buildTestApp({ env: { paymentProvider: 'stripe', stripe } });
});
afterAll(async () => {
  await t.close();
  await fake.close();
});

const address = {
  line1: 'Erfundene Gasse 12',
  line2: null,
  postcode: '10115',
  city: 'Berlin',
  region: null,
  country: 'DE',
};
const contact = { name: 'Ann', phone: null, address };

const openDelivered = (change = {}) =>
  openSale(t.deps, { needsDeliveryAddress: true, price: 0, ...change });

async function holder(sale: Sale): Promise<Browser> {
  const ann = createBrowser(t, someone());
  await ann.buy(sale);
  await serve(t.deps, sale.id);
  return ann;
}

const refusedPaths = (answer: { json(): { errors: { path: string }[] } }) =>
  answer.json().errors.map(({ path }) => path);

describe('an order of a sale that delivers', () => {
  test('keeps the address of its buyer, who sees it on the receipt, and shows it to the team', async () => {
    const sale = await openDelivered();
    const ann = await holder(sale);
    const sent = {
      name: ' Ann ',
      address: { ...address, line1: ' Erfundene Gasse 12 ', line2: '' },
    };
    const done = await ann.confirm(sale, { body: { contact: sent } });
    expect(done.statusCode).toBe(200);
    const { orderId } = done.json();
    const own = await ann.get(`/orders/${orderId}`, {});
    expect(receipt.parse(own.json()).contact).toEqual(contact);
    const { headers } = await t.signInAs('support');
    const list = `/orders/admin/list?flashSaleId=${sale.id}`;
    const seen = await t.inject({ method: 'GET', url: list, headers });
    expect(seen.json().items).toMatchObject([{ contact }]);
    const table = `/orders/admin/export.csv?flashSaleId=${sale.id}&columns=name,addressLine1,city`;
    const csv = await t.inject({ method: 'GET', url: table, headers });
    expect(csv.body).toContain('"Ann","Erfundene Gasse 12","Berlin"');
  });

  test('is refused field by field where its address is missing or wrong, and nothing changes', async () => {
    const sale = await openDelivered({ deliveryCountries: ['AT', 'DE'] });
    const ann = await holder(sale);
    const before = (await ann.position(sale)).json();
    const cases: [object, string[]][] = [
      [{}, ['contact.name', 'contact.address']],
      [{ contact: { name: 'Ann' } }, ['contact.address']],
      [{ contact: { name: 'Ann', address: null } }, ['contact.address']],
      [{ contact: { name: '', address } }, ['contact.name']],
      [
        { contact: { name: 'Ann', address: { ...address, line1: ' ' } } },
        ['contact.address.line1'],
      ],
      [
        { contact: { name: 'Ann', address: { ...address, city: 'a\nb' } } },
        ['contact.address.city'],
      ],
      [
        { contact: { name: 'Ann', address: { ...address, postcode: '' } } },
        ['contact.address.postcode'],
      ],
      [
        { contact: { name: 'Ann', address: { ...address, country: 'FR' } } },
        ['contact.address.country'],
      ],
    ];
    for (const [body, paths] of cases) {
      const answer = await ann.confirm(sale, { body: { ...body } });
      expect(answer.json()).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
      expect(refusedPaths(answer)).toEqual(paths);
    }
    const after = (await ann.position(sale)).json();
    expect(after).toMatchObject({ state: 'held', n: before.n, holdId: before.holdId });
    expect((await ann.confirm(sale, { body: { contact } })).statusCode).toBe(200);
  });

  test('is answered again to its buyer, with another address or none, and keeps the first one', async () => {
    const sale = await openDelivered();
    const ann = await holder(sale);
    const headers = { 'idempotency-key': 'deliver-1' };
    const first = await ann.confirm(sale, { headers, body: { contact } });
    expect(first.statusCode).toBe(200);
    const moved = { ...contact, address: { ...address, city: 'Hamburg' } };
    expect((await ann.confirm(sale, { headers, body: { contact: moved } })).statusCode).toBe(422);
    expect((await ann.confirm(sale, { body: { contact: moved } })).body).toBe(first.body);
    expect((await ann.confirm(sale)).body).toBe(first.body);
    expect(await t.deps.db.orders.byId(first.json().orderId)).toMatchObject({ contact });
  });

  test('keeps its address in the order alone, and loses it when its buyer is forgotten', async () => {
    const sale = await openDelivered();
    const ann = await holder(sale);
    const { orderId } = (await ann.confirm(sale, { body: { contact } })).json();
    const { headers } = await t.signInAs('owner');
    const payload = { returnUnit: false, reason: 'returned' };
    await t.inject({ method: 'POST', url: `/orders/${orderId}/refund`, payload, headers });
    const keepers = async () => {
      const database = t.deps.db.db;
      const found = await Promise.all(
        (await database.listCollections().toArray()).map(async ({ name }) => {
          const docs = await database.collection(name).find().toArray();
          return mongoose.mongo.BSON.EJSON.stringify(docs).includes(address.line1) ? [name] : [];
        }),
      );
      return found.flat();
    };
    expect(await keepers()).toEqual(['orders']);
    await t.deps.db.orders.forgetPeople(sale.id, 100);
    expect(await t.deps.db.orders.byId(orderId)).toMatchObject({ contact: null, email: '' });
  });

  test('is not delivered, and keeps no address, where the sale does not ask for one', async () => {
    const sale = await openDelivered({ needsDeliveryAddress: false });
    const [ann, bob] = [await holder(sale), await holder(sale)];
    const { orderId } = (await ann.confirm(sale, { body: { contact } })).json();
    const own = (await ann.get(`/orders/${orderId}`, {})).json();
    expect(own.contact).toEqual({ name: 'Ann', phone: null });
    expect((await bob.confirm(sale)).statusCode).toBe(200);
  });
});

describe('a payment by Stripe in a sale that delivers', () => {
  const prepare = (sale: Sale, ann: Browser, body: Record<string, unknown> = {}) =>
    ann.post('/orders/payment', sale, { body });

  async function intentOf(paymentId: string): Promise<string> {
    return (await t.deps.db.preparedPayments.find(paymentId))?.intentId ?? '';
  }

  test('is prepared only with an address, which is on the order that is made without the browser', async () => {
    const sale = await openDelivered({ price: 1_999 });
    const ann = await holder(sale);
    const refused = await prepare(sale, ann, { contact: { name: 'Ann' } });
    expect(refused.json()).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
    expect(refusedPaths(refused)).toEqual(['contact.address']);
    expect(await t.deps.db.preparedPayments.newest(sale.id, 'any')).toBeNull();

    const { paymentId } = (await prepare(sale, ann, { contact })).json();
    const intentId = await intentOf(paymentId);
    // A page that comes back without the details, as after a lost tab, does not take them away.
    expect((await prepare(sale, ann)).json().paymentId).toBe(paymentId);
    fake.provider.authorise(intentId);
    const event = events.find(
      ({ type, data }) => type.includes('amount_capturable') && data.object.id === intentId,
    );
    const payload = JSON.stringify(event);
    const told = await t.inject({
      method: 'POST',
      url: '/webhooks/stripe',
      payload,
      headers: {
        'content-type': 'application/json',
        'stripe-signature': signEvent(payload, ['whsec_test']),
      },
    });
    expect(told.statusCode).toBe(200);
    await t.deps.purchase.idle();
    const { state, orderId } = (await ann.position(sale)).json();
    expect(state).toBe('sold');
    expect(await t.deps.db.orders.byId(orderId)).toMatchObject({ contact });
    expect(await t.deps.db.preparedPayments.find(paymentId)).toMatchObject({ person: null });
  });

  test('is confirmed without the address again: it is the one it was prepared with', async () => {
    const sale = await openDelivered({ price: 1_999 });
    const ann = await holder(sale);
    const { paymentId } = (await prepare(sale, ann, { contact })).json();
    fake.provider.authorise(await intentOf(paymentId));
    const done = await ann.confirm(sale, { body: { paymentToken: paymentId } });
    expect(done.statusCode).toBe(200);
    expect(await t.deps.db.orders.byId(done.json().orderId)).toMatchObject({ contact });
    await t.deps.purchase.idle();
  });

  test('of one buyer does not lend its address to the next one with the same e-mail', async () => {
    const sale = await openDelivered({ price: 1_999 });
    const ann = await holder(sale);
    await prepare(sale, ann, { contact });
    await ann.leave(sale);
    const next = createBrowser(t, ann.email);
    await next.buy(sale);
    await serve(t.deps, sale.id);
    expect(refusedPaths(await prepare(sale, next))).toEqual(['contact.name', 'contact.address']);
  });
});

describe('whether a sale delivers', () => {
  let headers: Record<string, string>;
  beforeAll(async () => {
    headers = (await t.signInAs('operator')).headers;
  });
  const call = (method: 'POST' | 'PUT', url: string, payload: object) =>
    t.inject({ method, url, headers, payload });
  const body = {
    name: 'Delivered',
    startsAt: new Date(Date.now() + 60_000).toISOString(),
    endsAt: new Date(Date.now() + 120_000).toISOString(),
    startingQuantity: 1,
  };

  test('is said by the team, also later, and told to buyers before they join', async () => {
    const made = await call('POST', '/flash-sales', {
      ...body,
      needsDeliveryAddress: true,
      deliveryCountries: ['DE', 'AT', 'DE'],
    });
    const terms = { needsDeliveryAddress: true, deliveryCountries: ['AT', 'DE'] };
    expect(made.json()).toMatchObject(terms);
    const { id } = made.json();
    const url = `/flash-sales/public/sale?flashSaleId=${id}`;
    expect((await t.inject({ method: 'GET', url })).json().item).toMatchObject(terms);
    const changed = await call('PUT', `/flash-sales/${id}`, { deliveryCountries: [] });
    expect(changed.json()).toMatchObject({ needsDeliveryAddress: true, deliveryCountries: [] });
    for (const deliveryCountries of [['de'], ['XX'], ['DEU'], 'DE', [1], null]) {
      const refused = await call('PUT', `/flash-sales/${id}`, { deliveryCountries });
      expect([deliveryCountries, refused.statusCode]).toEqual([deliveryCountries, 400]);
    }
    expect((await call('POST', '/flash-sales', body)).json()).toMatchObject({
      needsDeliveryAddress: false,
      deliveryCountries: [],
    });
  });

  test('is no where it was stored before there was a delivery', async () => {
    const sale = await openDelivered();
    const { ObjectId } = mongoose.mongo;
    await t.deps.db.db
      .collection('flashsales')
      .updateOne(
        { _id: new ObjectId(sale.id) },
        { $unset: { needsDeliveryAddress: 1, deliveryCountries: 1 } },
      );
    const old = { needsDeliveryAddress: false, deliveryCountries: [] };
    expect(await t.deps.db.sales.get(sale.id)).toMatchObject(old);
  });
});
