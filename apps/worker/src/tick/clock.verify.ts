import {
  createSettableClock,
  type PrivateRedis,
  type SettableClock,
  startPrivateRedis,
} from '@flash/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crowdOf } from '../testing/crowd.ts';
import { payingOf } from '../testing/payment.ts';
import { startWorkerProcess, type WorkerProcess } from '../testing/process.ts';
import { openStage, type Stage, until } from '../testing/stage.ts';

/** One host whose clock is set: Redis and two workers, each a process of its own. MongoDB runs elsewhere. */
let host: SettableClock;
let server: PrivateRedis;
let stage: Stage;
let workers: WorkerProcess[] = [];

beforeAll(async () => {
  host = createSettableClock();
  server = await startPrivateRedis({ env: host.env });
  stage = await openStage({ redisUrl: server.url });
  const env = { ...stage.env, ...host.env, RESTORE_GRACE_MS: '300' };
  workers = await Promise.all([startWorkerProcess(env), startWorkerProcess(env)]);
}, 120_000);
afterAll(async () => {
  for (const worker of workers) {
    worker.signal('SIGKILL');
  }
  await stage?.close();
  await server?.destroy();
  host?.forget();
});

/** Whether this worker has looked at the sale. */
async function shows({ port }: WorkerProcess, saleId: string): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  return (await answer.text()).includes(`flash_sale_waiting_buyers{sale="${saleId}"}`);
}

async function serverNow(): Promise<number> {
  const [seconds = 0, micros = 0] = (await stage.redis.time()).map(Number);
  return seconds * 1_000 + micros / 1_000;
}

describe('when the clock of the host is set while buyers hold and pay', () => {
  test.each([
    ['an hour forward', 3_600],
    ['back again by an hour', 0],
    ['ten minutes back', -600],
    ['and forward to the right time', 0],
  ])(
    '%s, each one keeps unit and time, and the line goes on',
    async (_how, offsetSeconds) => {
      const endsAt = Date.now() + 86_400_000;
      const sale = await stage.openSale({
        startingQuantity: 30,
        holdTtlSeconds: 120,
        lobbyOpensAt: endsAt - 172_800_000,
        startsAt: endsAt - 172_800_000,
        endsAt,
      });
      const crowd = crowdOf(stage, sale.id);
      const paying = payingOf(stage, sale);
      const line = await crowd.join(20);
      await until('twenty hold', async () => (await crowd.held()) === 20, 20_000);
      const isShown = async () => {
        const shown = await Promise.all(workers.map((worker) => shows(worker, sale.id)));
        return shown.includes(true);
      };
      await until('it is looked at', isShown, 20_000);
      const [payer = '', ...rest] = line;
      const claimed = await paying.claim(payer, 5_000);
      const renewal = setInterval(() => {
        const { attempt } = claimed;
        stage.engine.renew(sale.id, { buyer: payer, attempt, leaseMs: 5_000 }).catch(() => {});
      }, 1_000);
      const leftMs = async (buyer: string) =>
        (await crowd.hold(buyer)).expiresAt - (await serverNow());
      const before = await leftMs(rest[0] ?? '');
      const setAt = performance.now();
      host.set(offsetSeconds);
      // Jobs that BullMQ brings too early: it goes by the same clock.
      await Promise.all(Array.from({ length: 20 }, () => stage.queue.wake(sale.id)));

      await until(
        'the sale is served again',
        async () => {
          const shot = await stage.engine.snapshot(sale.id);
          if (shot.kind === 'unavailable') {
            return false;
          }
          const left = await leftMs(rest[0] ?? '').catch(() => 0);
          return Math.abs(left - (before - (performance.now() - setAt))) < 15_000;
        },
        30_000,
      );
      clearInterval(renewal);
      expect(['claimed', 'held']).toContain((await crowd.place(payer)).state);
      for (const buyer of rest) {
        expect((await crowd.place(buyer)).state).toBe('held');
      }
      const late = await crowd.join(5, { prefix: 'late' });
      await until(
        'the line goes on',
        async () => (await crowd.place(late[4] ?? '')).state === 'held',
        20_000,
      );
      expect(await crowd.shot()).toMatchObject({ halted: '', free: 5 });
    },
    120_000,
  );
});
