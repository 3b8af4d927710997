import { hashOf } from '@flash/database';
import { createRedis, whenReady } from '@flash/shared-config';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createKeyRing } from '../services/accounts/api-keys.ts';
import { createIdentity } from '../services/accounts/identity.ts';
import { buildTestApp, type SignedIn, type TestApp } from '../testing/app.ts';
import { openSale } from '../testing/shop.ts';

const MINUTE = 60_000;
const clock = { at: Date.now(), now: () => clock.at };
let api: TestApp;
let owner: SignedIn;
beforeAll(async () => {
  api = await buildTestApp({ clock });
  owner = await api.signInAs('owner');
});
afterAll(() => api.close());

interface Wish {
  name?: string;
  scopes?: string[];
  flashSaleId?: string;
  expiresAt?: string | null;
}

const post = (payload: object, by = owner) =>
  api.inject({ method: 'POST', url: '/team/keys', payload, headers: by.headers });

async function make(wish: Wish = {}, by = owner): Promise<{ id: string; key: string }> {
  const made = await post({ name: 'ERP', scopes: ['sales:read'], expiresAt: null, ...wish }, by);
  expect(made.statusCode, made.body).toBe(201);
  return made.json();
}

const ask = (key: string, request: InjectOptions = {}) =>
  api.inject({
    url: '/flash-sales/defaults',
    ...request,
    headers: { ...request.headers, authorization: `Bearer ${key}` },
  });
const statusOf = async (key: string, request?: InjectOptions) =>
  (await ask(key, request)).statusCode;
const revoke = (id: string) =>
  api.inject({ method: 'DELETE', url: `/team/keys/${id}`, headers: owner.headers });
const list = async () =>
  (await api.inject({ url: '/team/keys', headers: owner.headers })).json().items;
const stored = () => api.deps.db.db.collection('apikeys').find().toArray();

test('a key is shown once: MongoDB keeps its hash, and no list or audit row holds more than its beginning', async () => {
  const { id, key } = await make({ name: 'Shown once' });
  expect(key).toMatch(/^fsk_test_[0-9A-Za-z]{38}$/);
  expect(await statusOf(key)).toBe(200);
  const secret = key.slice(14);
  const rows = await api.deps.db.audit.list({ action: 'key.create', limit: 100 });
  expect(rows.items.map(({ subject }) => subject)).toContain(id);
  for (const text of [await stored(), await list(), rows]) {
    expect(JSON.stringify(text)).not.toContain(secret);
  }
  expect((await stored()).map(({ hash }) => hash)).toContain(hashOf(key));
});

test('a key with one wrong character is refused without a question to MongoDB', async () => {
  const { key } = await make();
  const asked = vi.spyOn(api.deps.db.apiKeys, 'find');
  const last = key.at(-1) === 'A' ? 'B' : 'A';
  for (const wrong of [`${key.slice(0, -1)}${last}`, `${key}A`, 'fsk_test_short', 'fsk_']) {
    expect(await statusOf(wrong)).toBe(401);
  }
  expect(asked).not.toHaveBeenCalled();
  asked.mockRestore();
});

test('the last use of a key is noted once a minute, however often it is used', async () => {
  const { id, key } = await make();
  const lastUse = async () =>
    (await list()).find((one: { id: string }) => one.id === id).lastUsedAt;
  const writes = vi.spyOn(api.deps.db.apiKeys, 'noteUse');
  const first = new Date(clock.at).toISOString();
  for (let i = 0; i < 5; i += 1) {
    expect(await statusOf(key)).toBe(200);
  }
  await expect.poll(lastUse).toBe(first);
  expect(writes).toHaveBeenCalledTimes(1);
  // Another process that has seen no use yet writes none either.
  const other = createKeyRing({ ...api.deps, clock });
  clock.at += MINUTE - 1;
  expect(await other.find(key)).toMatchObject({ id });
  await writes.mock.results.at(-1)?.value;
  expect(await lastUse()).toBe(first);
  clock.at += 1;
  expect(await statusOf(key)).toBe(200);
  await expect.poll(lastUse).toBe(new Date(clock.at).toISOString());
  writes.mockRestore();
});

test('a key ends at its expiry to the millisecond, also while it is kept in memory', async () => {
  const { key } = await make({ expiresAt: new Date(clock.at + MINUTE).toISOString() });
  clock.at += MINUTE - 1;
  expect(await statusOf(key)).toBe(200);
  clock.at += 1;
  expect(await statusOf(key)).toBe(401);
  const past = await post({
    name: 'Late',
    scopes: ['sales:read'],
    expiresAt: '2020-01-01T00:00:00Z',
  });
  expect([past.statusCode, past.json().errors[0].path]).toEqual([400, 'expiresAt']);
});

test('a revoked key opens nothing in any process once its revoking is answered', async () => {
  const { db, auth, redis, log } = api.deps;
  const subscriber = createRedis(api.deps.env.redisUrl, 'subscriber');
  await whenReady(subscriber);
  const other = createKeyRing({ db, clock, log });
  const options = { auth, db, members: db.members, redis, subscriber, log };
  await createIdentity({ ...options, forgetKeys: other.forget });
  const { id, key } = await make();
  expect([await statusOf(key), (await other.find(key))?.id]).toEqual([200, id]);
  expect((await revoke(id)).statusCode).toBe(200);
  expect(await statusOf(key)).toBe(401);
  await expect.poll(() => other.find(key)).toBeNull();
  expect((await revoke(id)).json().code).toBe('KEY_NOT_FOUND');
  const rows = await db.audit.list({ action: 'key.revoke', limit: 1 });
  expect(rows.items[0]).toMatchObject({ subject: id, actor: { id: owner.userId } });
  subscriber.disconnect();
});

test('revoking a key ends the event stream that it opened', async () => {
  const { id, key } = await make({ scopes: ['queue:read'] });
  const sale = await openSale(api.deps);
  const address = await api.app.listen({ host: '127.0.0.1', port: 0 });
  const answer = await fetch(`${address}/orders/admin/queue/${sale.id}/stream`, {
    headers: { authorization: `Bearer ${key}` },
  });
  expect(answer.status).toBe(200);
  await revoke(id);
  // Read to its end, which an open stream never comes to.
  await answer.text();
});

test('a key stops with the owner who made it: one who was removed keeps no access by it', async () => {
  const leaving = await api.signInAs('owner');
  const { id, key } = await make({}, leaving);
  expect(await statusOf(key)).toBe(200);
  const url = `/team/members/${leaving.userId}`;
  const { headers } = owner;
  await api.inject({ method: 'PATCH', url, payload: { role: 'operator' }, headers });
  expect(await statusOf(key)).toBe(401);
  const listed = (await list()).find((one: { id: string }) => one.id === id);
  expect(listed.state).toBe('stopped');
});

test('what a key does stands in the audit log under its name', async () => {
  const { id, key } = await make({ name: 'Data warehouse', scopes: ['orders:export'] });
  const table = await ask(key, { url: '/orders/admin/export.csv' });
  expect([table.statusCode, table.headers['content-type']]).toEqual([
    200,
    'text/csv; charset=utf-8',
  ]);
  const url = '/audit?action=orders.export';
  const log = await api.inject({ url, headers: owner.headers });
  expect(log.json().items[0].actor).toEqual({
    ...{ id: `key_${id}`, email: null, role: 'support', name: 'Data warehouse' },
  });
});

test('a key of one sale sees that sale only, however the request names one', async () => {
  const [own, other] = [await openSale(api.deps), await openSale(api.deps)];
  const scopes = ['sales:read', 'orders:read', 'queue:read'];
  const { key } = await make({ scopes, flashSaleId: own.id });
  const seen = (url: string) => statusOf(key, { url });
  expect(await seen(`/flash-sales/${own.id}`)).toBe(200);
  expect(await seen(`/orders/admin/list?flashSaleId=${own.id}`)).toBe(200);
  for (const url of [
    `/flash-sales/${other.id}`,
    '/flash-sales',
    '/orders/admin/list',
    `/orders/admin/list?flashSaleId=${other.id}`,
    `/orders/admin/list?flashSaleId=${own.id}&flashSaleId=${other.id}`,
    `/orders/admin/list?flashSaleId=`,
    `/orders/admin/queue/overview`,
    `/orders/admin/queue/${other.id}/overview?flashSaleId=${own.id}`,
    `/orders/admin/detail/${own.id}`,
  ]) {
    expect([url, await seen(url)]).toEqual([url, 403]);
  }
  const nowhere = { name: 'X', scopes, expiresAt: null, flashSaleId: 'a'.repeat(24) };
  expect((await post(nowhere)).json().code).toBe('SALE_NOT_FOUND');
});

test('a browser of another site cannot use a key, and a key in the place of a session opens no account', async () => {
  const { key } = await make();
  const origin = 'https://shop.example';
  expect((await ask(key, { headers: { origin } })).json().code).toBe('ORIGIN_REFUSED');
  for (const url of ['/api/auth/get-session', '/bull-mq-dashboard/api/queues']) {
    expect([url, await statusOf(key, { url })]).toEqual([url, 401]);
  }
});

test('a key may make 300 calls in ten seconds, and an address try 20 wrong ones', async () => {
  const { key } = await make();
  const remoteAddress = '203.0.113.77';
  const wrong = [];
  for (let i = 0; i < 22; i += 1) {
    wrong.push(await statusOf('fsk_test_wrong', { remoteAddress }));
  }
  expect(wrong.filter((status) => status === 429)).toHaveLength(2);
  // A key that is right still counts as such there.
  expect(await statusOf(key, { remoteAddress })).toBe(200);
  const calls = await Promise.all(Array.from({ length: 301 }, () => statusOf(key)));
  expect(calls.filter((status) => status === 429)).toHaveLength(2);
});

test('in production a key needs no second factor, which its maker had to show', async () => {
  const production = await buildTestApp({ env: { isProduction: true, nodeEnv: 'production' } });
  const maker = await production.signInAs('owner');
  const payload = { name: 'ERP', scopes: ['orders:read'], expiresAt: null };
  const { headers } = maker;
  const refused = await production.inject({ method: 'POST', url: '/team/keys', payload, headers });
  expect(refused.json().code).toBe('TWO_FACTOR_REQUIRED');
  await production.deps.db.db
    .collection('user')
    .updateOne({ email: maker.email }, { $set: { twoFactorEnabled: true } });
  await production.deps.identity.forget(maker.userId);
  const made = await production.inject({ method: 'POST', url: '/team/keys', payload, headers });
  const { key } = made.json();
  expect(key).toMatch(/^fsk_live_/);
  const authorization = `Bearer ${key}`;
  const answer = await production.inject({ url: '/orders/admin/list', headers: { authorization } });
  expect(answer.statusCode).toBe(200);
  await production.close();
});

test('no more than a hundred keys can be used at a time, and a revoked one makes room', async () => {
  const used = (await list()).filter(({ state }: { state: string }) =>
    ['active', 'stopped'].includes(state),
  );
  const doc = { hint: 'fsk_test_', name: 'Many', scopes: [], saleId: null, expiresAt: null };
  for (let i = used.length; i < 100; i += 1) {
    const key = { ...doc, hash: `hash-${i}`, createdBy: owner.userId, createdAt: clock.at };
    await api.deps.db.apiKeys.create(key, 100);
  }
  const wish = { name: 'One more', scopes: ['sales:read'], expiresAt: null };
  expect((await post(wish)).json().code).toBe('TOO_MANY_KEYS');
  await revoke(used[0].id);
  expect((await post(wish)).statusCode).toBe(201);
});
