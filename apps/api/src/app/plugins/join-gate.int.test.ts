import { randomUUID } from 'node:crypto';
import type { Sale } from '@flash/database';
import { mongo } from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GATE_SETTINGS } from '../services/buyer/join-gate.ts';
import { buildTestApp, type TestApp } from '../testing/app.ts';
import {
  type Browser,
  createBrowser,
  openSale,
  resolve,
  serve,
  someone,
  store,
} from '../testing/shop.ts';

const AT_ONCE = 10;

let t: TestApp;
beforeAll(async () => {
  t = await buildTestApp({ gate: { ...GATE_SETTINGS, atOnceMin: AT_ONCE }, isReplayed: true });
});
afterAll(() => t.close());

/** So many buyers who hold a unit, and two who came when the line had been served. */
async function crowd(): Promise<{ sale: Sale; holders: Browser[]; waiting: [Browser, Browser] }> {
  const sale = await openSale(t.deps, { startingQuantity: 20 * AT_ONCE });
  const holders = Array.from({ length: AT_ONCE + 1 }, () => createBrowser(t, someone()));
  const waiting: [Browser, Browser] = [createBrowser(t, someone()), createBrowser(t, someone())];
  await Promise.all(holders.map((one) => one.buy(sale)));
  await serve(t.deps, sale.id);
  for (const one of waiting) {
    expect((await one.buy(sale)).json()).toMatchObject({ state: 'waiting' });
  }
  return { sale, holders, waiting };
}

/** No order of the sale can be written until it is let go, as if MongoDB were too slow for what is paid. */
async function holdUp({ id }: Sale): Promise<() => Promise<void>> {
  const { client, db } = t.deps.db;
  const session = client.startSession();
  session.startTransaction();
  const held = { _id: new mongo.ObjectId(id) };
  await db.collection('flashsales').updateOne(held, { $set: { heldUp: true } }, { session });
  return async () => {
    await session.abortTransaction();
    await session.endSession();
  };
}

/** What so many new buyers are answered who join at once. */
async function joinsOf(count: number, sale: Sale): Promise<Set<number>> {
  await store(t.deps, sale.id);
  const crowd = Array.from({ length: count }, () => createBrowser(t, someone()));
  const answers = await Promise.all(crowd.map((one) => one.buy(sale)));
  return new Set(answers.map(({ statusCode }) => statusCode));
}

const POLLED = { timeout: 10_000, interval: 20 };

test('a crowd that joins at once is let in as a whole', async () => {
  const sale = await openSale(t.deps, { startingQuantity: 3 });
  expect(await joinsOf(300, sale)).toEqual(new Set([200]));
});

test('while orders are late only new joins are refused, they change nothing, and are let in again by themselves', async () => {
  const { sale, holders, waiting } = await crowd();
  const [last, ...paying] = holders;
  const members = await openSale(t.deps, { identity: 'account', startingQuantity: 1 });
  const [member, stranger] = await Promise.all([t.signInAs(null), t.signInAs(null)]);
  const ofMember = createBrowser(t, member.email);
  expect((await ofMember.buy(members, { headers: member.headers })).statusCode).toBe(200);

  const letGo = await holdUp(sale);
  const confirming = paying.map((one) => one.confirm(sale));
  await expect.poll(() => joinsOf(1, sale), POLLED).toEqual(new Set([503]));
  const before = await t.deps.engine.readLog(sale.id, 1, 10_000);

  const origin = t.deps.env.clientOrigins[0] ?? '';
  const newcomer = createBrowser(t, someone());
  const key = { headers: { origin, 'idempotency-key': randomUUID() } };
  const refused = await Promise.all([
    newcomer.buy(sale, key),
    waiting[0].buy(members, { headers: stranger.headers }),
  ]);
  for (const answer of refused) {
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ code: 'BUSY', retryAfterMs: expect.any(Number) });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  }
  expect(refused[0]?.headers['access-control-allow-origin']).toBe(origin);
  expect(await t.deps.engine.readLog(sale.id, 1, 10_000)).toEqual(before);

  const confirmingLast = last?.confirm(sale);
  const [again, ofMemberAgain, position, left] = await Promise.all([
    waiting[0].buy(sale),
    ofMember.buy(members, { headers: member.headers }),
    waiting[0].position(sale),
    waiting[1].leave(sale),
  ]);
  await letGo();
  await store(t.deps, sale.id);

  expect(again.json()).toMatchObject({ state: 'waiting', position: 1 });
  expect(ofMemberAgain.statusCode).toBe(200);
  expect(position.json()).toMatchObject({ status: 'queued' });
  expect(left.json()).toMatchObject({ gave: 'place' });
  // On a slow machine one may have been held up for longer than a request waits.
  for (const answer of await Promise.all([...confirming, confirmingLast])) {
    expect([undefined, 'CONFIRM_PENDING']).toContain(answer?.json().code);
  }
  const confirmed = async () => {
    await resolve(t.deps, sale.id);
    const answers = await Promise.all(holders.map((one) => one.confirm(sale)));
    return new Set(answers.map(({ statusCode }) => statusCode));
  };
  await expect.poll(confirmed, { timeout: 20_000 }).toEqual(new Set([200]));
  await expect.poll(() => joinsOf(2 * AT_ONCE, sale), POLLED).toEqual(new Set([200]));
  expect((await newcomer.buy(sale, key)).statusCode).toBe(200);
  const { body } = await t.inject({ url: '/metrics' });
  expect(body).toMatch(/flash_joins_refused_while_late_total [1-9]/);
  expect(body).toMatch(/flash_order_write_duration_seconds_count [1-9]\d/);
}, 60_000);
