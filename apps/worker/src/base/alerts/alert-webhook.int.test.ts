import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger } from '@flash/shared-config';
import { testRedis } from '@flash/testing';
import type { Redis } from 'ioredis';
import { Counter, Registry } from 'prom-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../../testing/stage.ts';
import { type AlertWebhook, createAlertWebhook } from './alert-webhook.ts';

interface Received {
  alert?: string;
  saleId: string | null;
  text: string;
  count: number;
}

let redis: Redis;
let server: Server;
let url: string;
/** What the receiver answers next; 200 when empty. `silence`: nothing at all. */
let answers: (number | 'silence')[] = [];
let received: Received[] = [];
let requests = 0;
let webhooks: AlertWebhook[] = [];

beforeAll(async () => {
  redis = testRedis();
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      requests += 1;
      const answer = answers.shift() ?? 200;
      if (answer === 'silence') {
        return;
      }
      if (answer === 200) {
        received.push(JSON.parse(body));
      }
      response.writeHead(answer, answer === 302 ? { location: '/elsewhere' } : {}).end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
beforeEach(() => {
  answers = [];
  received = [];
  requests = 0;
});
afterEach(async () => {
  for (const webhook of webhooks) {
    await webhook.close();
  }
  webhooks = [];
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  redis.disconnect();
});

function startWebhook(times = {}) {
  const counter = new Counter({
    name: 'sent',
    help: 'x',
    labelNames: ['result'] as const,
    registers: [new Registry()],
  });
  const webhook = createAlertWebhook({
    url,
    redis,
    log: createLogger({ name: 'test', level: 'silent', isProduction: true }),
    counter,
    times: { requestMs: 300, closeMs: 300, retry: { baseMs: 5, capMs: 20 }, ...times },
  });
  webhooks.push(webhook);
  const count = async (result: string) =>
    (await counter.get()).values.find(({ labels }) => labels.result === result)?.value ?? 0;
  return { ...webhook, count };
}

describe('an alert', () => {
  test('reaches the receiver in words for people and in fields for programs', async () => {
    const saleId = randomUUID();
    startWebhook().send('halted', saleId, { why: 'inventory' });
    await until('it arrived', async () => received.length === 1);
    expect(received[0]).toMatchObject({
      text: `Flash sale ${saleId}: granting has stopped, because its state in Redis is impossible.\nwhy: inventory`,
      alert: 'halted',
      saleId,
      details: { why: 'inventory' },
      count: 1,
    });
  });

  test('of no single sale, as that MongoDB is away, is sent once by all workers together', async () => {
    // Its key is the same in every run on one Redis.
    await redis.del('fsalert:database:');
    const [one, other] = [startWebhook(), startWebhook()];
    for (const webhook of [one, other]) {
      webhook.send('database', null, { awaySeconds: 10 });
    }
    await until('it arrived', async () => received.length > 0);
    await Promise.all([one.close(), other.close()]);
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      text: 'Flash sales: MongoDB cannot be reached.\nawaySeconds: 10',
      alert: 'database',
      saleId: null,
    });
  });

  test('is sent once, however often and by however many workers it is raised', async () => {
    const [one, other] = [startWebhook(), startWebhook()];
    const [saleId, later] = [randomUUID(), randomUUID()];
    for (let round = 0; round < 20; round += 1) {
      one.send('halted', saleId, {});
      other.send('halted', saleId, {});
    }
    for (const webhook of [one, other]) {
      webhook.send('audit', later, {});
    }
    await until('both arrived', async () => received.some((alert) => alert.saleId === later));
    one.send('halted', saleId, {});
    await Promise.all([one.close(), other.close()]);
    expect(received.filter((alert) => alert.saleId === saleId)).toHaveLength(1);
    expect(received.filter((alert) => alert.saleId === later)).toHaveLength(1);
  });

  test('is sent again when it is still raised after the time of rest', async () => {
    const webhook = startWebhook({ repeatMs: 50 });
    const saleId = randomUUID();
    await until('it arrived twice', async () => {
      webhook.send('halted', saleId, {});
      return received.length === 2;
    });
  });

  test('is repeated when the receiver fails or says nothing, and given up after five tries', async () => {
    const webhook = startWebhook();
    answers = [503, 'silence', 429];
    webhook.send('chain', randomUUID(), {});
    await until('it arrived', async () => received.length === 1);
    expect(requests).toBe(4);
    answers = [500, 500, 500, 500, 500];
    webhook.send('chain', randomUUID(), {});
    await until('it was given up', async () => (await webhook.count('failed')) === 1);
    expect(requests).toBe(9);
  });

  test('is not repeated when the receiver refuses it, and follows no redirect', async () => {
    const webhook = startWebhook();
    answers = [404];
    webhook.send('stock', randomUUID(), {});
    await until('it was given up', async () => (await webhook.count('failed')) === 1);
    expect(requests).toBe(1);
    answers = [302, 302, 302, 302, 302];
    webhook.send('stock', randomUUID(), {});
    await until('it was given up', async () => (await webhook.count('failed')) === 2);
    expect(received).toEqual([]);
  });
});

describe('a receiver that never answers', () => {
  test('costs the worker neither time nor memory, and does not keep it from stopping', async () => {
    const webhook = startWebhook({ requestMs: 60_000 });
    answers = Array.from({ length: 500 }, () => 'silence' as const);
    for (let sale = 0; sale < 300; sale += 1) {
      webhook.send('audit', randomUUID(), {});
    }
    expect(await webhook.count('dropped')).toBe(200);
    await webhook.close();
    expect(requests).toBeLessThanOrEqual(1);
  });
});
