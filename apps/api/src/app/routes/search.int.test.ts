import type { Sale } from '@flash/database';
import type { Role, SearchAnswer } from '@flash/shared-types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestApp, type SignedIn, type TestApp } from '../testing/app.ts';
import { createBrowser, openSale, serve, someone } from '../testing/shop.ts';

let api: TestApp;
let support: SignedIn;
let viewer: SignedIn;
let guests: Sale;
let accounts: Sale;
beforeAll(async () => {
  api = await buildTestApp();
  support = await api.signInAs('support');
  viewer = await api.signInAs('viewer');
  guests = await openSale(api.deps, { name: 'Harbour Lamp', startingQuantity: 5 });
  accounts = await openSale(api.deps, { name: 'Desk Clock', identity: 'account' });
});
afterAll(() => api.close());

const ask = (q: string, { headers }: SignedIn) =>
  api.inject({ url: '/search', query: { q }, headers });
const search = async (q: string, member = support): Promise<SearchAnswer> =>
  (await ask(q, member)).json();
const counts = (answer: SearchAnswer) =>
  Object.fromEntries(Object.entries(answer).map(([kind, items]) => [kind, items.length]));

test('a sale is found by a part of its name', async () => {
  const { sales } = await search('bour la');
  expect(sales).toEqual([{ id: guests.id, name: 'Harbour Lamp', phase: 'open' }]);
});

test('an order is found by its number, its id and the address, with the name of its sale', async () => {
  const browser = createBrowser(api, someone());
  await browser.buy(guests);
  await serve(api.deps, guests.id);
  const { orderId } = (await browser.confirm(guests)).json();
  const [{ orderCode } = { orderCode: '' }] = (await search(orderId)).orders;
  expect(orderCode).toMatch(/^\w{3}-\w{3}-\w{3}$/);
  for (const q of [orderId, orderCode, orderCode.toLowerCase(), browser.email]) {
    expect((await search(q)).orders).toMatchObject([
      { id: orderId, orderCode, userEmail: browser.email, saleName: 'Harbour Lamp' },
    ]);
  }
});

test('a guest in line is found by the whole address, and by no part of it', async () => {
  const browser = createBrowser(api, someone());
  await browser.buy(guests);
  expect((await search(browser.email)).people).toMatchObject([
    { flashSaleId: guests.id, saleName: 'Harbour Lamp', kind: 'guest', state: 'waiting' },
  ]);
  expect((await search(browser.email.slice(0, 12))).people).toEqual([]);
});

test('an account in line is found by the beginning of its name, with its address masked', async () => {
  const buyer = await api.signInAs(null);
  await api.deps.db.db
    .collection<{ name: string; email: string }>('user')
    .updateOne({ email: buyer.email }, { $set: { name: 'Rosalind Franklin' } });
  await api.deps.engine.join(accounts.id, { buyer: buyer.userId, bearer: false });
  for (const q of ['Rosalind', buyer.email]) {
    const { people } = await search(q);
    expect(people).toMatchObject([
      { buyer: buyer.userId, name: 'Rosalind Franklin', saleName: 'Desk Clock', position: 1 },
    ]);
    expect(people[0]?.email).toBe(`${buyer.email[0]}…@example.org`);
  }
  expect((await search('Franklin')).people).toEqual([]);
});

test('a request is found in the audit log by its id, there and on the page of the log', async () => {
  const operator = await api.signInAs('operator');
  const paused = await api.inject({
    method: 'POST',
    url: `/flash-sales/${accounts.id}/pause`,
    payload: { reason: 'The payment provider is slow' },
    headers: operator.headers,
  });
  const requestId = String(paused.headers['x-request-id']);
  expect((await search(requestId, viewer)).audit).toMatchObject([
    { action: 'sale.pause', requestId },
  ]);
  const log = await api.inject({ url: '/audit', query: { q: requestId }, headers: viewer.headers });
  expect(log.json().items).toMatchObject([{ action: 'sale.pause', requestId }]);
});

test.each<[Role, boolean]>([
  ['viewer', false],
  ['support', true],
  ['operator', true],
])('whether a %s finds buyers and orders: %s', async (role, sees) => {
  const browser = createBrowser(api, someone());
  const sale = await openSale(api.deps);
  await browser.buy(sale);
  await serve(api.deps, sale.id);
  await browser.confirm(sale);
  const count = sees ? 1 : 0;
  expect(counts(await search(browser.email, await api.signInAs(role)))).toEqual({
    ...{ sales: 0, orders: count, people: count, audit: 0 },
  });
});

test('what finds nothing, and what is no search', async () => {
  expect(counts(await search('no such thing'))).toEqual({
    sales: 0,
    orders: 0,
    people: 0,
    audit: 0,
  });
  for (const q of ['', 'x', 'x'.repeat(255), 'a\u0000b']) {
    expect((await ask(q, support)).statusCode).toBe(400);
  }
});
