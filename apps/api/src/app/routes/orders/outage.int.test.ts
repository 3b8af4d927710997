import { randomUUID } from 'node:crypto';
import type { Sale } from '@flash/database';
import { keysOf } from '@flash/reservation';
import { type PrivateRedis, startPrivateRedis } from '@flash/testing';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it as test, vi } from 'vitest';
import { buildTestApp, type TestApp } from '../../testing/app.ts';
import {
  type Browser,
  createBrowser,
  openSale,
  serve,
  someone,
  store,
} from '../../testing/shop.ts';

let redis: PrivateRedis;
let t: TestApp;
let sale: Sale;
let holder: Browser;
let waiting: Browser;
let owner: Browser;
beforeAll(async () => {
  redis = await startPrivateRedis();
  t = await buildTestApp({ env: { redisUrl: redis.url } });
  sale = await openSale(t.deps, { startingQuantity: 2 });
  [owner, holder, waiting] = [someone(), someone(), someone()].map((email) =>
    createBrowser(t, email),
  ) as [Browser, Browser, Browser];
  for (const who of [owner, holder, waiting]) {
    await who.buy(sale);
  }
  await serve(t.deps, sale.id);
  await owner.confirm(sale);
  await t.inject({ url: `/flash-sales/${sale.id}/line` });
});
afterAll(async () => {
  redis.signal('SIGCONT');
  await t.close();
  await redis.destroy();
});

async function within<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const value = await work();
  expect(performance.now() - started).toBeLessThan(ms);
  return value;
}

describe('while Redis hangs', () => {
  test('every call is answered in time and truly, and everything is there afterwards', async () => {
    const late = createBrowser(t, someone());
    const paidKey = { headers: { 'idempotency-key': randomUUID() } };
    const key = { headers: { 'idempotency-key': randomUUID() } };
    // Else a hang of five seconds makes the log late, and the join is refused once it arrives.
    await store(t.deps, sale.id);
    redis.signal('SIGSTOP');
    const [line, place, held, joined, paid, again] = await within(9_000, () =>
      Promise.all([
        t.inject({ url: `/flash-sales/${sale.id}/line` }),
        waiting.position(sale),
        holder.position(sale),
        late.buy(sale, key),
        holder.confirm(sale),
        owner.confirm(sale, paidKey),
      ]),
    );
    expect(line.json()).toMatchObject({ sold: 1, held: 1, waiting: 1, stock: 2 });
    for (const seen of [place, held]) {
      expect(seen.statusCode).toBe(200);
      // Read from the ticket alone, so it names no moment of the log.
      expect(seen.json()).toMatchObject({ status: 'queued', position: 1, epoch: 0, n: 0 });
    }
    expect(joined.statusCode).toBe(503);
    expect(joined.headers['retry-after']).toBeDefined();
    expect(paid.json()).toMatchObject({ status: 503, code: 'CONFIRM_PENDING' });
    expect(again.statusCode).toBe(200);

    const shown = await t.inject({ url: `/flash-sales/${sale.id}/line` });
    expect(shown.json().pause?.reason).toContain('restored');

    redis.signal('SIGCONT');
    await vi.waitFor(
      async () => {
        expect((await holder.position(sale)).json().state).toMatch(/held|claimed/);
        expect((await waiting.position(sale)).json()).toMatchObject({
          state: 'waiting',
          position: 1,
        });
      },
      { timeout: 10_000 },
    );
    // The join that was answered 503 has still taken a place.
    expect(await t.deps.engine.snapshot(sale.id)).toMatchObject({ waiting: 2 });
    const repeated = await late.buy(sale, key);
    expect(repeated.json()).toMatchObject({ state: 'waiting', position: 2 });
    expect((await late.position(sale)).json()).toMatchObject({ state: 'waiting', position: 2 });
  }, 30_000);
});

describe('while Redis has lost a sale with an empty line', () => {
  test.each([
    ['its keys', (key: string) => t.deps.redis.del(key)],
    ['the server that wrote it', (key: string) => t.deps.redis.hset(key, 'run', 'another')],
  ])('without %s, a buyer is told to come back and the workers are told of it', async (_, lose) => {
    const idle = await openSale(t.deps);
    await lose(keysOf(idle.id).meta);
    const joined = await createBrowser(t, someone()).buy(idle);
    expect(joined.json()).toMatchObject({ status: 503, code: 'RESTORING' });
    expect(joined.headers['retry-after']).toBeDefined();
    expect(await t.deps.engine.hinted()).toContain(idle.id);
  });
});

describe('while the connection to Redis is cut', () => {
  test('a join whose answer is lost is sent again, and its buyer gets place and ticket at once', async () => {
    const line = await openSale(t.deps);
    const ann = createBrowser(t, someone());
    redis.signal('SIGSTOP');
    const pressed = ann.buy(line);
    await vi.waitFor(() => expect(connection().commandQueue.length).toBeGreaterThan(0));
    // The server has the command, and the connection for its answer is gone.
    connection().stream.destroy();
    redis.signal('SIGCONT');
    const answer = await pressed;
    expect(answer.json()).toMatchObject({ state: 'waiting', position: 1, size: 1 });
    expect((await ann.position(line)).json()).toMatchObject({ state: 'waiting', position: 1 });
    expect(joinsOf(await commandStats())).toBeGreaterThan(1);
  });

  test('again and again in a burst of joins: with the same key each buyer ends with place and ticket', async () => {
    const line = await openSale(t.deps);
    const admin = connection().duplicate({ enableOfflineQueue: true });
    const presses = Array.from({ length: 200 }, () => ({
      who: createBrowser(t, someone()),
      key: { headers: { 'idempotency-key': randomUUID() } },
    }));
    const first = presses.map(async ({ who, key }, at) => {
      if (at % 40 === 20) {
        await admin.call('CLIENT', 'KILL', 'TYPE', 'normal');
      }
      return (await who.buy(line, key)).statusCode;
    });
    for (const status of await Promise.all(first)) {
      expect([200, 503]).toContain(status);
    }
    await vi.waitFor(
      async () => {
        const again = await Promise.all(presses.map(({ who, key }) => who.buy(line, key)));
        expect(new Set(again.map((one) => one.statusCode))).toEqual(new Set([200]));
      },
      { timeout: 6_000, interval: 250 },
    );
    for (const { who } of presses) {
      expect(who.ticket(line)).not.toBe('');
    }
    expect(await t.deps.engine.snapshot(line.id)).toMatchObject({ waiting: 200 });
    admin.disconnect();
  }, 20_000);
});

const connection = () => t.deps.redis as Redis & { commandQueue: { length: number } };
const commandStats = () => t.deps.redis.info('commandstats');
const joinsOf = (stats: string) => Number(/cmdstat_zadd:calls=(\d+)/.exec(stats)?.[1]);
