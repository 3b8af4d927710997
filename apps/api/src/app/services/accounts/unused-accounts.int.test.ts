import { DAY_MS, HOUR_MS } from '@flash/shared-utils';
import { mongo } from 'mongoose';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { buildTestApp, type SignedIn, type TestApp } from '../../testing/app.ts';
import { createBrowser, openSale, serve } from '../../testing/shop.ts';
import { redisKeys } from '../base/keys.ts';
import {
  createAccountUse,
  deleteUnusedAccounts,
  startAccountRetention,
} from './unused-accounts.ts';

const DAYS = 730;
const time = { at: 0 };
const clock = { now: () => time.at };

let api: TestApp;
beforeAll(async () => {
  api = await buildTestApp();
});
beforeEach(() => {
  time.at = Date.now();
});
afterAll(() => api.close());

const idOf = ({ userId }: SignedIn) => new mongo.ObjectId(userId);
const userOf = (who: SignedIn) => api.deps.db.db.collection('user').findOne({ _id: idOf(who) });
const deleteUnused = () => deleteUnusedAccounts({ db: api.deps.db, clock, days: DAYS });
/** The day that the use of an account was noted for. */
const lastUseOf = async (who: SignedIn) => (await userOf(who))?.lastUsedAt?.getTime();
const today = () => Math.floor(time.at / DAY_MS) * DAY_MS;

test('an account that was not used for the whole period is deleted with its password and sessions, and not a day earlier', async () => {
  const buyer = await api.signInAs(null);
  await vi.waitFor(async () => expect(await lastUseOf(buyer)).toBe(today()));
  const start = today();
  time.at = start + DAYS * DAY_MS;
  await deleteUnused();
  expect(await userOf(buyer)).not.toBeNull();
  time.at += 1;
  expect(await deleteUnused()).toBeGreaterThan(0);
  expect(await userOf(buyer)).toBeNull();
  const { db } = api.deps.db;
  for (const name of ['session', 'account']) {
    expect(await db.collection(name).countDocuments({ userId: idOf(buyer) })).toBe(0);
  }
  const { items } = await api.deps.db.audit.list({ action: 'privacy.retention' });
  expect(items[0]).toMatchObject({ actor: { id: 'system' }, outcome: 'done' });
  expect(JSON.stringify(items)).not.toContain(buyer.email);
});

test('members, and accounts with orders that still name them, are never deleted as unused', async () => {
  const member = await api.signInAs('viewer');
  const buyer = await api.signInAs(null);
  const sale = await openSale(api.deps, { identity: 'account' });
  const browser = createBrowser(api, buyer.email);
  const { headers } = buyer;
  await browser.buy(sale, { headers });
  await serve(api.deps, sale.id);
  expect((await browser.confirm(sale, { headers })).statusCode).toBe(200);
  time.at += 2 * DAYS * DAY_MS;
  await deleteUnused();
  expect(await userOf(member)).not.toBeNull();
  expect(await userOf(buyer)).not.toBeNull();
  await api.deps.db.orders.forgetPerson({ email: buyer.email, buyers: [buyer.userId] });
  await deleteUnused();
  expect(await userOf(buyer)).toBeNull();
});

test('an account from before there was a last use is kept for a whole period from now', async () => {
  const buyer = await api.signInAs(null);
  await vi.waitFor(async () => expect(await lastUseOf(buyer)).toBe(today()));
  const users = api.deps.db.db.collection('user');
  await users.updateOne({ _id: idOf(buyer) }, { $unset: { lastUsedAt: 1 } });
  time.at += 2 * DAYS * DAY_MS;
  await deleteUnused();
  expect(await lastUseOf(buyer)).toBe(time.at);
});

test('the use of an account is noted to the day, and never earlier than what was noted before', async () => {
  const buyer = await api.signInAs(null);
  await vi.waitFor(async () => expect(await lastUseOf(buyer)).toBe(today()));
  const { db, log } = api.deps;
  const start = today();
  time.at = start + 3 * DAY_MS + 12_345;
  createAccountUse({ db, clock, log })(buyer.userId);
  await vi.waitFor(async () => expect(await lastUseOf(buyer)).toBe(start + 3 * DAY_MS));
  time.at = start + DAY_MS;
  const note = createAccountUse({ db, clock, log });
  note(buyer.userId);
  time.at = start + 4 * DAY_MS;
  note(buyer.userId);
  await vi.waitFor(async () => expect(await lastUseOf(buyer)).toBe(start + 4 * DAY_MS));
  const { headers } = buyer;
  const session = await api.inject({ url: '/api/auth/get-session', headers });
  expect(session.body).not.toContain('lastUsedAt');
  const support = await api.signInAs('support');
  const asked = { method: 'POST', url: '/privacy/export', headers: support.headers } as const;
  const payload = { email: buyer.email, reason: 'Asked for in writing' };
  const copy = await api.inject({ ...asked, payload });
  expect(copy.json().account.lastUsedAt).toBe(new Date(start + 4 * DAY_MS).toISOString());
});

test('one of all processes deletes unused accounts about once a day, and a process that stops no longer asks', async () => {
  const { db, redis } = api.deps;
  const lines: unknown[] = [];
  const log = { ...api.deps.log, info: (line: unknown) => void lines.push(line) } as never;
  const buyer = await api.signInAs(null);
  await vi.waitFor(async () => expect(await lastUseOf(buyer)).toBe(today()));
  time.at += (DAYS + 1) * DAY_MS;
  await redis.del(redisKeys.accountRetention);
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const stops = [1, 2].map(() => startAccountRetention({ db, redis, clock, log, days: DAYS }));
  try {
    vi.advanceTimersByTime(HOUR_MS);
    await expect.poll(() => lines.length).toBe(1);
    expect(await userOf(buyer)).toBeNull();
    vi.advanceTimersByTime(HOUR_MS);
    await redis.ping();
    expect(await redis.pttl(redisKeys.accountRetention)).toBeGreaterThan(19 * HOUR_MS);
    expect(lines).toHaveLength(1);
    stops.map((stop) => stop());
    await redis.del(redisKeys.accountRetention);
    vi.advanceTimersByTime(2 * HOUR_MS);
    await redis.ping();
    expect(await redis.exists(redisKeys.accountRetention)).toBe(0);
  } finally {
    vi.useRealTimers();
    stops.map((stop) => stop());
    await redis.del(redisKeys.accountRetention);
  }
});
