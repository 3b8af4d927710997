import { randomInt } from 'node:crypto';
import type { Sale } from '@flash/database';
import type { PlacesPreview } from '@flash/shared-types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { networkOf } from '../../services/shared/buyer-digests.ts';
import { buildTestApp, type TestApp } from '../../testing/app.ts';
import { createBrowser, openSale, serve, someone } from '../../testing/shop.ts';

let api: TestApp;
let headers: { authorization: string };
beforeAll(async () => {
  api = await buildTestApp();
  headers = (await api.signInAs('operator')).headers;
});
afterAll(() => api.close());

const anAddress = () => `198.51.${randomInt(0, 255)}.${randomInt(1, 255)}`;

/** As many people with a place, all behind one address. */
async function crowd(sale: Sale, remoteAddress: string, size: number) {
  const from: TestApp = { ...api, inject: (request) => api.inject({ ...request, remoteAddress }) };
  const people = Array.from({ length: size }, () => createBrowser(from, someone()));
  for (const person of people) {
    expect((await person.buy(sale)).statusCode).toBe(200);
  }
  return people;
}

const post = (sale: Sale, path: string, payload: object) =>
  api.inject({ method: 'POST', url: `/flash-sales/${sale.id}/places/${path}`, headers, payload });
const reason = 'One person took many places.';

async function preview(sale: Sale, filter: object): Promise<PlacesPreview> {
  const answer = await post(sale, 'preview', filter);
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

test('a draft and an archived sale have no place to release or remove, and are not said to be restored', async () => {
  for (const isArchived of [false, true]) {
    const { id } = await openSale(api.deps, { status: 'draft' });
    if (isArchived) {
      const url = `/flash-sales/${id}/archive`;
      await api.inject({ method: 'POST', url, headers, payload: { reason } });
    }
    for (const what of ['release', 'remove']) {
      const payload = { buyer: 'gQ2xhc3NpYy1idXllci0x', reason };
      const url = `/flash-sales/${id}/${what}`;
      const answer = await api.inject({ method: 'POST', url, headers, payload });
      expect([what, answer.statusCode, answer.json().code]).toEqual([what, 409, 'SALE_STATE']);
    }
  }
});

test('an operator removes the places of one network after seeing their number, and no others', async () => {
  const sale = await openSale(api.deps, { startingQuantity: 2 });
  const address = anAddress();
  const squatters = await crowd(sale, address, 4);
  const [honest] = await crowd(sale, anAddress(), 1);
  await serve(api.deps, sale.id);
  const network = networkOf(sale, address);
  const listed = await api.inject({
    url: `/orders/admin/queue/${sale.id}/networks`,
    headers: (await api.signInAs('viewer')).headers,
  });
  expect(listed.json().items[0]).toEqual({ network, kind: 'address', places: 4 });

  const filter = { action: 'remove', network };
  const counted = await preview(sale, filter);
  expect(counted).toMatchObject({ places: 4, waiting: 2, held: 2, paying: 0, hasMore: false });
  expect((await squatters[0]?.position(sale))?.json().state).toBe('held');

  const fewer = await post(sale, 'end', { ...filter, expected: 3, reason });
  expect([fewer.statusCode, fewer.json().code]).toEqual([409, 'PLACES_CHANGED']);
  const done = await post(sale, 'end', { ...filter, expected: 4, reason });
  expect(done.json()).toMatchObject({ ok: true, ended: 4, skipped: 0 });
  for (const one of squatters) {
    expect((await one.position(sale)).json().state).toBe('removed');
  }
  await serve(api.deps, sale.id);
  expect((await honest?.position(sale))?.json().state).toBe('held');
  const audit = await api.inject({
    url: '/audit',
    query: { flashSaleId: sale.id },
    headers: (await api.signInAs('owner')).headers,
  });
  const rows = audit
    .json()
    .items.filter((row: { action: string }) => row.action === 'places.remove');
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ reason, after: { network, places: 4 } });
  expect(audit.body).not.toContain(address);
});

test('releasing ends reservations only, and what is being paid for is left alone', async () => {
  const sale = await openSale(api.deps, { startingQuantity: 2 });
  const address = anAddress();
  await crowd(sale, address, 3);
  await serve(api.deps, sale.id);
  const [buyer = ''] = await api.deps.redis.hkeys(`fsh:{${sale.id}}`);
  await api.deps.engine.claim(sale.id, { buyer, token: 't', leaseMs: 5_000 });
  const filter = { action: 'release', network: networkOf(sale, address) };
  expect(await preview(sale, filter)).toMatchObject({ places: 1, waiting: 0, held: 1, paying: 1 });
  const done = await post(sale, 'end', { ...filter, expected: 1, reason });
  expect(done.json()).toMatchObject({ ended: 1 });
  const snapshot = await api.deps.engine.snapshot(sale.id);
  expect(snapshot).toMatchObject({ free: 1, held: 0, claimed: 1, waiting: 1 });
});

test('while a sale is restored no place is counted or ended, and the audit log says what was tried', async () => {
  const sale = await openSale(api.deps);
  const address = anAddress();
  const [one] = await crowd(sale, address, 1);
  const filter = { action: 'remove', network: networkOf(sale, address) };
  const end = () => post(sale, 'end', { ...filter, expected: 1, reason });
  const { engine } = api.deps;
  const { position, remove, snapshot } = engine;
  const away = async () => ({ kind: 'unavailable', why: 'missing' }) as const;
  const refused = async (request: () => ReturnType<typeof post>) => {
    const { statusCode, json } = await request();
    return [statusCode, json().code];
  };
  const outcomes = async (action: string) => {
    const { items } = await api.deps.db.audit.list({ saleId: sale.id, action });
    return items.map(({ outcome }) => outcome);
  };
  const buyer = (await api.deps.redis.hkeys(`fsh:{${sale.id}}`))[0] ?? 'gQ2xhc3NpYy1idXllci0x';
  const url = `/flash-sales/${sale.id}/remove`;
  const removal = () => api.inject({ method: 'POST', url, headers, payload: { buyer, reason } });
  try {
    engine.position = away;
    expect(await refused(() => post(sale, 'preview', filter))).toEqual([503, 'RESTORING']);
    engine.position = position;
    engine.remove = away;
    expect(await refused(end)).toEqual([503, 'RESTORING']);
    expect(await outcomes('places.remove')).toEqual(['refused']);
    expect(await refused(removal)).toEqual([503, 'RESTORING']);
    expect(await outcomes('buyer.remove')).toEqual(['refused']);
    engine.snapshot = away;
    expect(await refused(removal)).toEqual([503, 'RESTORING']);
    expect(await outcomes('buyer.remove')).toEqual(['refused']);
  } finally {
    Object.assign(engine, { position, remove, snapshot });
  }
  expect((await one?.position(sale))?.json().state).toBe('waiting');
  expect((await end()).json()).toMatchObject({ ended: 1 });
});

test('places are ended also when neither their audit row nor the hint to the workers gets through', async () => {
  const sale = await openSale(api.deps);
  const address = anAddress();
  const [one] = await crowd(sale, address, 2);
  const { db, wake } = api.deps;
  const { complete } = db.audit;
  const { wake: hint } = wake;
  const lost = () => Promise.reject(new Error('the connection broke'));
  try {
    db.audit.complete = lost;
    wake.wake = lost;
    const filter = { action: 'remove', network: networkOf(sale, address) };
    const done = await post(sale, 'end', { ...filter, expected: 2, reason });
    expect([done.statusCode, done.json().ended]).toEqual([200, 2]);
  } finally {
    db.audit.complete = complete;
    wake.wake = hint;
  }
  expect((await one?.position(sale))?.json().state).toBe('removed');
});

test('the audit log says that places were ended only once they were', async () => {
  const sale = await openSale(api.deps);
  const address = anAddress();
  await crowd(sale, address, 2);
  const filter = { action: 'remove', network: networkOf(sale, address), expected: 2, reason };
  const outcomes = async () => {
    const { items } = await api.deps.db.audit.list({ saleId: sale.id, action: 'places.remove' });
    return items.map(({ outcome }) => outcome);
  };
  const { engine } = api.deps;
  const { remove } = engine;
  engine.remove = () => Promise.reject(new Error('the connection to Redis broke'));
  const broken = await post(sale, 'end', filter);
  engine.remove = remove;
  expect(broken.statusCode).toBeGreaterThanOrEqual(500);
  expect(await outcomes()).toEqual(['pending']);
  expect((await post(sale, 'end', filter)).json()).toMatchObject({ ended: 2 });
  expect(await outcomes()).toEqual(['done', 'pending']);
});

test('the time of joining chooses places, stored or not, whatever their network', async () => {
  const sale = await openSale(api.deps, { startingQuantity: 1 });
  const plain = createBrowser(api, someone());
  await plain.buy(sale);
  await new Promise((resolve) => setTimeout(resolve, 5));
  const joinedFrom = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 5));
  const late = createBrowser(api, someone());
  await late.buy(sale);
  const filter = { action: 'remove', joinedFrom };
  expect(await preview(sale, filter)).toMatchObject({ places: 1, waiting: 1 });
  const before = { action: 'remove', joinedTo: joinedFrom };
  expect(await preview(sale, before)).toMatchObject({ places: 1 });
  const { joinedTo } = await preview(sale, filter);
  await createBrowser(api, someone()).buy(sale);
  const done = await post(sale, 'end', { ...filter, joinedTo, expected: 1, reason });
  expect(done.json()).toMatchObject({ ended: 1 });
  expect((await late.position(sale)).json().state).toBe('removed');
  expect((await plain.position(sale)).json().state).toBe('waiting');
});

test('in account sales a pattern of the address chooses places, and guests have none', async () => {
  const sale = await openSale(api.deps, { identity: 'account', startingQuantity: 1 });
  const guests = await openSale(api.deps);
  const { email, headers: buyer } = await api.signInAs(null);
  const payload = { flashSaleId: sale.id };
  await api.inject({ method: 'POST', url: '/orders/buy', headers: buyer, payload });
  const like = (emailPattern: string) => ({ action: 'remove', emailPattern });
  expect(await preview(sale, like(`${email.slice(0, 6)}*`))).toMatchObject({ places: 1 });
  expect(await preview(sale, like('*@elsewhere.example'))).toMatchObject({ places: 0 });
  expect((await post(guests, 'preview', like('*@example.org'))).statusCode).toBe(400);
});

test('without saying which places are meant, or with anything malformed, nothing happens', async () => {
  const sale = await openSale(api.deps);
  for (const filter of [
    { action: 'remove' },
    { action: 'hide', network: 'a' },
    { action: 'remove', network: '203.0.113.7/24' },
    { action: 'remove', emailPattern: '**a' },
    { action: 'remove', joinedFrom: '2026-06-02T00:00:00Z', joinedTo: '2026-06-01T00:00:00Z' },
  ]) {
    expect((await post(sale, 'preview', filter)).statusCode).toBe(400);
  }
  const noReason = { action: 'remove', network: 'a', expected: 5 };
  expect((await post(sale, 'end', noReason)).statusCode).toBe(400);
  const support = (await api.signInAs('support')).headers;
  const asked = { method: 'POST', url: `/flash-sales/${sale.id}/places/preview` } as const;
  const refused = await api.inject({
    ...asked,
    headers: support,
    payload: { action: 'remove', network: 'a' },
  });
  expect(refused.statusCode).toBe(403);
});
