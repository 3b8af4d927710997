import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { endWithMe, findFreePort } from '@flash/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crashPoints } from './app/services/purchase/crash-points.ts';
import { buildTestApp, type TestApp } from './app/test-app.ts';
import { createBrowser, openSale, resolve, serve, someone } from './app/test-shop.ts';

let t: TestApp;
const children = new Set<ChildProcess>();
beforeAll(async () => {
  t = await buildTestApp();
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await t.close();
});

/** Another API process on the same engines, which dies where it is told to. */
async function startDying(fault: string): Promise<{ child: ChildProcess; url: string }> {
  const port = await findFreePort();
  const { env } = t.deps;
  const main = new URL('./main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
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

describe('a process that dies while it confirms', () => {
  it.each(Object.entries(crashPoints))(
    '%s, %s: the buyer presses again and owns one order',
    async (point) => {
      const sale = await openSale(t.deps);
      const ann = createBrowser(t, someone());
      await ann.buy(sale);
      await serve(t.deps, sale.id);
      const { child, url } = await startDying(`${point}:1`);
      const died = once(child, 'exit');
      const headers = { 'content-type': 'application/json', 'x-ticket': ann.ticket(sale) };
      const body = JSON.stringify({ flashSaleId: sale.id });
      await expect(
        fetch(`${url}/orders/confirm`, { method: 'POST', headers, body }),
      ).rejects.toThrow();
      expect((await died)[1]).toBe('SIGKILL');

      const timer = setInterval(() => void resolve(t.deps, sale.id).catch(() => undefined), 200);
      const press = async () => {
        const answer = await ann.confirm(sale);
        expect([200, 503]).toContain(answer.statusCode);
        return answer;
      };
      await expect
        .poll(async () => (await press()).statusCode, { timeout: 40_000, interval: 200 })
        .toBe(200);
      clearInterval(timer);
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
