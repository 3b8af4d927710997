import { createWebhookKeySafe } from '@flash/shared-config';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestApp, type SignedIn, type TestApp } from '../testing/app.ts';

const HOUR = 3_600_000;
const clock = { at: Date.now(), now: () => clock.at };
let api: TestApp;
let owner: SignedIn;
beforeAll(async () => {
  api = await buildTestApp({ clock });
  owner = await api.signInAs('owner');
});
afterAll(() => api.close());

async function ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path = '', payload?: object) {
  const request: InjectOptions = { method, url: `/team/webhooks${path}`, headers: owner.headers };
  const answer = await api.inject({ ...request, ...(payload && { payload }) });
  return { status: answer.statusCode, ...answer.json() };
}

const make = (wish: object = {}) =>
  ask('POST', '', { url: 'https://93.184.216.34/hook?token=abc', ...wish });
const stored = () => api.deps.db.db.collection('webhookendpoints').find().toArray();

test('a secret is shown once: MongoDB keeps it sealed, and no list or audit row holds it', async () => {
  const { id, secret, status, keys } = await make({ ed25519: true });
  expect(status).toBe(201);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(keys.map(({ kind }: { kind: string }) => kind)).toEqual(['v1', 'v1a']);
  expect(keys[1].publicKey).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
  const rows = await api.deps.db.audit.list({ action: 'webhook.create', limit: 10 });
  expect(rows.items[0]).toMatchObject({ subject: id, after: { host: '93.184.216.34' } });
  for (const text of [await stored(), await ask('GET'), rows]) {
    expect(JSON.stringify(text)).not.toContain(secret.slice(6));
  }
  expect(JSON.stringify(rows)).not.toContain('token=abc');
});

test.each([
  ['http://127.0.0.1:4000/orders', 'must not be a private or special address'],
  ['http://localhost/', 'must not lead to a private or special address'],
  ['http://169.254.169.254/latest/meta-data', 'must not be a private or special address'],
  ['https://name.invalid/', 'must have a name that can be found'],
  ['https://user:word@93.184.216.34/', 'must not contain a user or password'],
  ['ftp://93.184.216.34/', 'must be an http or https address'],
])(
  'the address %s is refused when a webhook is made or changed, and nothing is stored',
  async (url, message) => {
    const before = await stored();
    const { id } = await make();
    for (const refused of [await make({ url }), await ask('PATCH', `/${id}`, { url })]) {
      expect([refused.status, refused.errors]).toEqual([400, [{ path: 'url', message }]]);
    }
    await ask('DELETE', `/${id}`);
    expect(await stored()).toEqual(before);
  },
);

test('a test event waits in the list of deliveries, and goes with its webhook', async () => {
  const { id } = await make();
  const tested = await ask('POST', `/${id}/test`);
  expect(tested).toMatchObject({ status: null, state: 'pending', type: 'webhook.test' });
  const { items, total } = await ask('GET', `/${id}/deliveries?state=pending`);
  expect([items[0].id, total]).toEqual([tested.id, 1]);
  const from = '2020-01-01T00:00:00Z';
  expect(await ask('POST', `/${id}/replay`, { from })).toMatchObject({
    ...{ replayed: 1, fromLog: false },
  });
  const nowhere = { from, flashSaleId: '6650f1a2b3c4d5e6f7a8b9c0' };
  expect((await ask('POST', `/${id}/replay`, nowhere)).code).toBe('SALE_NOT_FOUND');
  expect((await ask('POST', `/${id}/deliveries/evt_other/replay`)).code).toBe('WEBHOOK_NOT_FOUND');
  await ask('DELETE', `/${id}`);
  expect((await ask('GET', `/${id}/deliveries`)).code).toBe('WEBHOOK_NOT_FOUND');
  expect(
    await api.deps.db.db.collection('webhookdeliveries').countDocuments({ body: tested.body }),
  ).toBe(0);
});

test('a disabled webhook is active again when the team says so', async () => {
  const { id } = await make({ events: ['order.confirmed'] });
  expect((await ask('PATCH', `/${id}`, { active: false })).state).toBe('disabled');
  expect((await ask('PATCH', `/${id}`, { active: true, events: [] })).events).toEqual([]);
  expect((await api.deps.db.webhooks.get(id))?.state).toBe('active');
});

test('a rotated secret overlaps with the old one for as long as asked, and no longer', async () => {
  const { jwtSecret: secret } = api.deps.env;
  const safe = createWebhookKeySafe({ secret, previous: null });
  const leaked = await ask('POST', `/${(await make()).id}/secret`, { overlapHours: 0 });
  expect(leaked.keys).toHaveLength(1);
  const made = await make();
  const rotated = await ask('POST', `/${made.id}/secret`, { overlapHours: 2 });
  expect(rotated.secret).not.toBe(made.secret);
  const { keys = [] } = (await api.deps.db.webhooks.get(made.id)) ?? {};
  expect(keys.map(({ sealed, endsAt }) => [safe.open(sealed, made.id)?.text, endsAt])).toEqual([
    [rotated.secret, null],
    [made.secret, clock.at + 2 * HOUR],
  ]);
  expect(rotated.keys).toHaveLength(2);
  clock.at += 2 * HOUR;
  const [shown] = (await ask('GET')).items.filter(({ id }: { id: string }) => id === made.id);
  expect(shown.keys).toHaveLength(1);
});
