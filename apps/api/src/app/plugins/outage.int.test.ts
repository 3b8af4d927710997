import { randomUUID } from 'node:crypto';
import { type PrivateRedis, startPrivateRedis } from '@flash/testing';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildTestApp, type SignedIn, type TestApp } from '../testing/app.ts';
import { createBrowser, openSale, serve, someone } from '../testing/shop.ts';

let redis: PrivateRedis;
let api: TestApp;
let operator: SignedIn;
beforeAll(async () => {
  redis = await startPrivateRedis();
  api = await buildTestApp({ env: { redisUrl: redis.url } });
  operator = await api.signInAs('operator');
});
afterAll(async () => {
  await api.close();
  await redis.destroy();
});

describe('while Redis is away', () => {
  test('no sign-in goes uncounted, nothing is lost, and the service goes on afterwards', async () => {
    const sale = await openSale(api.deps, { startingQuantity: 5, fastPassPercent: 0 });
    const ada = createBrowser(api, someone());
    expect((await ada.buy(sale)).statusCode).toBe(200);
    await serve(api.deps, sale.id);
    await redis.stop('SIGKILL');

    const { headers } = operator;
    const day = { startsAt: new Date().toISOString(), endsAt: '2999-01-01T00:00:00Z' };
    const refused = [
      await createBrowser(api, someone()).buy(sale),
      await ada.confirm(sale),
      await api.inject({
        method: 'POST',
        url: '/api/auth/sign-in/email',
        payload: { email: someone(), password: 'sesame' },
      }),
      await api.inject({
        method: 'POST',
        url: '/flash-sales',
        payload: { name: 'B', ...day, startingQuantity: 1 },
        headers,
      }),
    ];
    for (const answer of refused) {
      expect(answer.statusCode).toBe(503);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(answer.body).not.toMatch(/redis|127\.0\.0\.1|ECONN/i);
    }

    // A poll is told that its place is kept, never an error.
    expect((await ada.position(sale)).statusCode).toBe(200);
    const list = await api.inject({ url: '/flash-sales?q=B', headers });
    expect(list.json()).toMatchObject({ total: 0 });
    expect((await api.inject({ url: '/livez' })).statusCode).toBe(200);
    const ready = await api.inject({ url: '/readyz' });
    expect(ready.json()).toMatchObject({ status: 'not_ready', checks: { redis: { ok: false } } });
    const metrics = await api.inject({ url: '/metrics' });
    expect(metrics.statusCode).toBe(200);
    expect(metrics.body).toContain('flash_store_up{store="redis"} 0');
    expect(metrics.body).toContain('flash_store_up{store="mongodb"} 1');
    const message = { message: 'One moment.', reason: 'outage' };
    const url = `/flash-sales/${sale.id}/message`;
    const taken = await api.inject({ method: 'POST', url, payload: message, headers });
    expect(taken.json()).toMatchObject({ ok: true, sale: { message: 'One moment.' } });

    await redis.start();
    await expect
      .poll(async () => (await api.inject({ url: '/readyz' })).json().checks.redis.ok, {
        timeout: 10_000,
      })
      .toBe(true);
  });
});

describe('while Redis is busy with a script of another client', () => {
  test('a join is asked to come again, and its key gets the place afterwards', async () => {
    const sale = await openSale(api.deps);
    const ada = createBrowser(api, someone());
    const key = { headers: { 'idempotency-key': randomUUID() } };
    const admin = new Redis(redis.url);
    await admin.config('SET', 'lua-time-limit', '1');
    const other = admin.duplicate({ enableReadyCheck: false });
    const endless = other.eval('while true do end', 0).catch((error: Error) => error.message);
    await expect.poll(() => admin.ping().catch(String), { timeout: 10_000 }).toMatch(/BUSY/);
    const answer = await ada.buy(sale, key);
    await admin.script('KILL');
    expect(await endless).toContain('killed');
    await admin.config('SET', 'lua-time-limit', '5000');
    admin.disconnect();
    other.disconnect();

    expect(answer.statusCode).toBe(503);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ada.buy(sale, key)).json()).toMatchObject({ state: 'waiting', position: 1 });
  });
});
