import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { appProgram, endWithMe, findFreePort } from '@flash/testing';
import { afterAll, beforeAll, describe, expect, it as test } from 'vitest';
import { crashPoints } from './app/services/buyer/confirm/crash-points.ts';
import { buildTestApp, type TestApp } from './app/testing/app.ts';
import { createBrowser, openSale, resolve, serve, someone, store } from './app/testing/shop.ts';

let t: TestApp;
const children = new Set<ChildProcess>();
beforeAll(async () => {
  t = await buildTestApp({ isReplayed: true });
});
afterAll(async () => {
  for (const child of children) {
    child.kill('SIGKILL');
  }
  await t.close();
});

/** Another API process on the same engines, which dies where it is told to. */
async function startDying(fault: string): Promise<{ child: ChildProcess; url: string }> {
  const port = await findFreePort();
  const { env } = t.deps;
  const child = spawn(process.execPath, appProgram('api'), {
    env: {
      PATH: process.env.PATH,
      REDIS_URL: env.redisUrl,
      MONGODB_URI: env.mongoUri,
      BULLMQ_PREFIX: env.bullmqPrefix,
      BEND_HOST: '127.0.0.1',
      BEND_PORT: String(port),
      ENV_FILE: '/nonexistent',
      FAULT: fault,
    },
  });
  children.add(child);
  endWithMe(child);
  const url = `http://127.0.0.1:${port}`;
  const livez = () =>
    fetch(`${url}/livez`).then(
      (answer) => answer.ok,
      () => false,
    );
  await expect.poll(livez, { timeout: 40_000, interval: 100 }).toBe(true);
  return { child, url };
}

describe('a process that dies in a burst of joins', () => {
  test('leaves every buyer able to repeat the same key: each gets one place and its ticket', async () => {
    const sale = await openSale(t.deps);
    const { child, url } = await startDying('J1:150');
    await store(t.deps, sale.id);
    const died = once(child, 'exit');
    const presses = Array.from({ length: 300 }, () => ({
      who: createBrowser(t, someone()),
      headers: { 'idempotency-key': randomUUID() },
    }));
    const answers = await Promise.all(
      presses.map(async ({ who, headers }) => {
        const body = JSON.stringify({ email: who.email, flashSaleId: sale.id });
        const json = { 'content-type': 'application/json', ...headers };
        const sent = fetch(`${url}/orders/buy`, { method: 'POST', headers: json, body });
        const answer = await sent.catch(() => null);
        if (answer) {
          expect(answer.status).toBe(200);
        }
        return (await answer?.json().catch(() => null)) as { seq: number } | null;
      }),
    );
    expect((await died)[1]).toBe('SIGKILL');
    const told = answers.filter(Boolean);
    const { waiting } = (await t.deps.engine.snapshot(sale.id)) as { waiting: number };
    // Some had a place that they were not told of: the case this test is about.
    expect(waiting).toBeGreaterThan(told.length);

    await store(t.deps, sale.id);
    const startedAt = performance.now();
    const again = await Promise.all(presses.map(({ who, headers }) => who.buy(sale, { headers })));
    expect(performance.now() - startedAt).toBeLessThan(6_000);
    expect(new Set(again.map((answer) => answer.statusCode))).toEqual(new Set([200]));
    const seqs = again.map((answer) => answer.json().seq);
    expect(new Set(seqs).size).toBe(300);
    for (const [at, first] of answers.entries()) {
      if (first) {
        expect(seqs[at]).toBe(first.seq);
      }
    }
    const opened = presses.map(({ who }) => t.deps.tickets.read(who.ticket(sale))?.seq);
    expect(opened).toEqual(seqs);
    expect(await t.deps.engine.snapshot(sale.id)).toMatchObject({ waiting: 300 });
  }, 120_000);
});

describe('a process that dies while it confirms', () => {
  // Each waits for what the dead process left to run out: they wait side by side.
  test.concurrent.each(Object.entries(crashPoints))(
    '%s, %s: the buyer presses again and owns one order',
    async (point) => {
      const sale = await openSale(t.deps);
      const ann = createBrowser(t, someone());
      await ann.buy(sale);
      await serve(t.deps, sale.id);
      const { child, url } = await startDying(`${point}:1`);
      const died = once(child, 'exit');
      const key = { 'idempotency-key': randomUUID() };
      const headers = { 'content-type': 'application/json', 'x-ticket': ann.ticket(sale), ...key };
      const body = JSON.stringify({ email: ann.email, flashSaleId: sale.id });
      await expect(
        fetch(`${url}/orders/confirm`, { method: 'POST', headers, body }),
      ).rejects.toThrow();
      expect((await died)[1]).toBe('SIGKILL');

      const startedAt = performance.now();
      const timer = setInterval(() => void resolve(t.deps, sale.id).catch(() => undefined), 200);
      const press = async () => {
        const answer = await ann.confirm(sale, { headers: key });
        expect([200, 409, 503]).toContain(answer.statusCode);
        return answer;
      };
      await expect
        .poll(async () => (await press()).statusCode, { timeout: 40_000, interval: 200 })
        .toBe(200);
      clearInterval(timer);
      // The claim of the dead process and its mark under the key both end within six seconds.
      expect(performance.now() - startedAt).toBeLessThan(20_000);
      const [first, again] = [await press(), await press()];
      expect(again.body).toBe(first.body);
      expect(await t.deps.db.orders.countLive(sale.id)).toBe(1);
      expect((await t.deps.db.sales.get(sale.id))?.currentQuantity).toBe(9);
      expect(await t.deps.engine.snapshot(sale.id)).toMatchObject({
        free: 9,
        held: 0,
        claimed: 0,
        sold: 1,
      });
    },
    120_000,
  );
});
