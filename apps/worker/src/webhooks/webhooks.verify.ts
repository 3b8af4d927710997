import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { crowdOf } from '../testing/crowd.ts';
import { startWorkerProcess, type WorkerProcess } from '../testing/process.ts';
import { openStage, type Stage, until } from '../testing/stage.ts';
import {
  makeWebhookEndpoint,
  startWebhookReceiver,
  type WebhookReceiver,
  webhookSecret,
} from '../testing/webhook-receiver.ts';

let stage: Stage;
let receiver: WebhookReceiver;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  receiver = await startWebhookReceiver();
});
afterEach(async () => {
  await stage.db.db.collection('webhookendpoints').deleteMany({});
  await receiver.close();
});
afterAll(() => stage.close());

const startWorker = (more: Record<string, string> = {}): Promise<WorkerProcess> =>
  startWorkerProcess({
    ...stage.env,
    ...{ JWT_SECRET: webhookSecret, WEBHOOK_ALLOW_PRIVATE: 'true', ...more },
  });

const numberOf = ({ body }: { body: string }) => JSON.parse(body).data.n as number;
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

/** Where workers are killed: around the transaction of the follower, around blocks, and at any moment. */
const deaths = ['F0:3', 'F1:3', 'F2:3', 'B1:3', 'at any moment', 'at any moment'];

test('no event is lost when the worker is killed around each step and at any moment, and each keeps its id', async () => {
  await makeWebhookEndpoint(stage.db.webhooks, receiver.url);
  const sale = await stage.openSale({ startingQuantity: 100 });
  const crowd = crowdOf(stage, sale.id);
  for (const [round, death] of deaths.entries()) {
    const isTimed = death === 'at any moment';
    const worker = await startWorker(isTimed ? {} : { FAULT: death });
    if (isTimed) {
      void sleep(200 + Math.random() * 800).then(() => worker.signal('SIGKILL'));
    }
    for (let wave = 0; !worker.hasEnded(); wave += 1) {
      await crowd.join(20, { prefix: `r${round}w${wave}-` });
      await sleep(50);
    }
    expect(await worker.ended).toBe('SIGKILL');
  }
  const survivor = await startWorker();
  const { n } = await crowd.shot();
  await until(
    'all arrived',
    async () => new Set(receiver.received.map(numberOf)).size >= n,
    60_000,
  );
  const ids = new Map(receiver.received.map((one) => [one.id, numberOf(one)]));
  expect([...ids.values()].sort((a, b) => a - b)).toEqual(upTo(ids.size));
  const repeated = receiver.received.length - ids.size;
  console.log(`${n} events, 0 lost, ${repeated} repeated, ${deaths.length} kills`);
  survivor.signal('SIGTERM');
  await survivor.ended;
});

/**
 * An order makes about four entries: join, its part of a grant, claim, settle. Worker, MongoDB, Redis and this process,
 * which plays buyers and receiver, share the machine: with all events on two busy cores the backlog of the start stays.
 */
const rates = [
  ['the orders alone', 500, 2_000],
  ['all events', 2_000, 10_000],
] as const;
const SECONDS = 12;
const WAVES_PER_SECOND = 20;

test.each(rates)(
  'at 500 orders a second, %s (%i a second) arrive within %i ms, all but one in a thousand',
  async (_what, rate, limitMs) => {
    await makeWebhookEndpoint(stage.db.webhooks, receiver.url);
    const worker = await startWorker();
    const sale = await stage.openSale({ startingQuantity: 10 });
    const crowd = crowdOf(stage, sale.id);
    const delays: number[] = [];
    receiver.onReceived = ({ body }) => {
      delays.push(Date.now() - Date.parse(JSON.parse(body).timestamp));
    };
    const startedAt = performance.now();
    for (let wave = 0; wave < SECONDS * WAVES_PER_SECOND; wave += 1) {
      const dueInMs = startedAt + (wave * 1_000) / WAVES_PER_SECOND - performance.now();
      if (dueInMs > 0) {
        await sleep(dueInMs);
      }
      await crowd.join(rate / WAVES_PER_SECOND, { prefix: `w${wave}-`, wake: false });
    }
    const tookS = (performance.now() - startedAt) / 1_000;
    const { n } = await crowd.shot();
    await until('all arrived', async () => delays.length >= n, 60_000);
    const sorted = delays.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
    const figures = { p50: at(0.5), p99: at(0.99), p999: at(0.999), max: sorted.at(-1) };
    console.log(`${n} events, ${Math.round(n / tookS)} a second`, JSON.stringify(figures));
    worker.signal('SIGTERM');
    await worker.ended;
    expect(figures.p999).toBeLessThan(limitMs);
  },
);
