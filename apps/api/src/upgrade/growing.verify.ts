import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connectDatabase, type Database } from '@flash/database';
import { createEngine, type Engine } from '@flash/reservation';
import {
  endWithMe,
  findFreePort,
  type PrivateRedis,
  startPrivateRedis,
  testDatabaseUri,
  waitFor,
} from '@flash/testing';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, type Client, createBuyer, signUpTeam } from './test-client.ts';
import { expectInOrder } from './test-order.ts';
import { type App, environment } from './test-processes.ts';
import { type RoundRobin, startRoundRobin } from './test-round-robin.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const EACH = 4;
const SELLERS = 3;
const WAITERS = 12;
/** Beside the time that a reader was asked to wait. It ends what hangs and judges no speed: the machine is busy. */
const CONNECTING_MS = 10_000;

interface Running {
  app: App;
  port: number;
  child: ChildProcess;
}

let server: PrivateRedis;
let redis: Redis;
let database: Database;
let engine: Engine;
let proxy: RoundRobin;
let team: Client;
const mongoUri = testDatabaseUri();
const running: Running[] = [];

beforeAll(async () => {
  for (const app of ['api', 'worker']) {
    execFileSync(process.execPath, ['tools/build.mjs', app], { cwd: root, stdio: 'pipe' });
  }
  server = await startPrivateRedis();
  redis = new Redis(server.url);
  database = await connectDatabase(mongoUri);
  engine = createEngine(redis);
  proxy = await startRoundRobin();
  await start('worker');
  await start('api');
  const others = (app: App) => Array.from({ length: EACH - 1 }, () => start(app));
  await Promise.all([...others('worker'), ...others('api')]);
  team = await signUpTeam(proxy.url);
}, 180_000);
afterAll(async () => {
  await Promise.all(running.map(({ child }) => end(child)));
  proxy?.close();
  await database?.db.dropDatabase();
  await database?.close();
  redis?.disconnect();
  await server?.destroy();
}, 60_000);

/** One process as it is deployed, from its bundle; an API is put behind the proxy once it is ready. */
async function start(app: App): Promise<Running> {
  const [apiPort, workerPort] = [await findFreePort(), await findFreePort()];
  const env = environment({ redisUrl: server.url, mongoUri }, { apiPort, workerPort });
  const child = spawn(process.execPath, [`dist/apps/${app}/main.mjs`], {
    ...{ cwd: root, stdio: 'ignore' as const, env },
  });
  endWithMe(child);
  const port = app === 'api' ? apiPort : workerPort;
  const isReady = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  await waitFor(isReady, { timeoutMs: 60_000, intervalMs: 50, what: `${app} to be ready` });
  if (app === 'api') {
    proxy.add(port);
  }
  const one = { app, port, child };
  running.push(one);
  return one;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
}

/** The successor is ready before the process is asked to end, as an orchestrator does it. */
async function replace(one: Running): Promise<void> {
  await start(one.app);
  const ended = once(one.child, 'exit');
  one.child.kill('SIGTERM');
  const [code] = await ended;
  expect(code, `the ${one.app} ended as asked`).toBe(0);
  if (one.app === 'api') {
    proxy.remove(one.port);
  }
  running.splice(running.indexOf(one), 1);
}

async function makeSale(startingQuantity: number): Promise<string> {
  const { status, body } = await team.post('/flash-sales', {
    ...{ name: 'Rolling', pricePerUnit: 10, startingQuantity, holdTtlSeconds: 600 },
    ...{ startsAt: '2026-01-01T00:00:00Z', endsAt: '2126-01-01T00:00:00Z' },
  });
  expect(status).toBe(201);
  return String(body.id);
}

/** As the pages do: an answer that says nothing is asked for again, and counted. */
async function untilAnswered(call: () => Promise<Answer>, again: { count: number }) {
  for (;;) {
    const answer = await call();
    if (answer.status !== 502 && answer.status !== 503) {
      return answer;
    }
    again.count += 1;
    await sleep(100);
  }
}

/** Buys one unit after the other until it is told to stop. Returns the orders that were confirmed. */
async function sell(saleId: string, name: string, till: AbortSignal, again: { count: number }) {
  const orders: string[] = [];
  for (let i = 0; !till.aborted; i += 1) {
    const buyer = createBuyer(proxy.url, saleId, `${name}-${i}@example.org`);
    expect(await untilAnswered(buyer.buy, again)).toMatchObject({ status: 200 });
    await waitFor(
      async () => (await untilAnswered(buyer.position, again)).body.hasActiveHold === true,
      { timeoutMs: 20_000, intervalMs: 50, what: `${buyer.email} to be offered a unit` },
    );
    const confirmed = await untilAnswered(buyer.confirm, again);
    expect(confirmed).toMatchObject({ status: 200, body: { ok: true } });
    const repeated = await untilAnswered(buyer.confirm, again);
    expect(repeated.body.orderId).toBe(confirmed.body.orderId);
    orders.push(String(confirmed.body.orderId));
    await sleep(20);
  }
  return orders;
}

interface Return {
  /** Connections that were tried until an event came. */
  tries: number;
  /** From the end of the connection to the next event, beyond the time that was asked for. */
  lateMs: number;
}

interface Stream {
  returns: Return[];
  done: Promise<void>;
}

/** A reader as a browser is one: comes back after the time that the server named last. */
function follow(path: string, cookie: string, till: AbortSignal): Stream {
  const returns: Return[] = [];
  async function read(): Promise<void> {
    let retryMs = 3_000;
    let broken: { at: number; tries: number; retryMs: number } | null = null;
    while (!till.aborted) {
      try {
        const answer = await fetch(`${proxy.url}${path}`, { headers: { cookie }, signal: till });
        for await (const chunk of answer.ok && answer.body ? answer.body : []) {
          const text = Buffer.from(chunk).toString();
          if (broken && text.includes('data:')) {
            const lateMs = performance.now() - broken.at - broken.retryMs;
            returns.push({ tries: broken.tries, lateMs });
            broken = null;
          }
          retryMs = Number(/retry: (\d+)(?![\s\S]*retry:)/.exec(text)?.[1] ?? retryMs);
        }
      } catch {
        // A broken connection, or the end of the test: both go on below.
      }
      broken ??= { at: performance.now(), tries: 0, retryMs };
      broken.tries += 1;
      await sleep(retryMs, undefined, { signal: till }).catch(() => undefined);
    }
  }
  return { returns, done: read() };
}

test('four APIs and four workers are replaced under load, one of each at a time: no confirm and no place is lost, and streams come back when they were asked to', async () => {
  const [sold, full] = [await makeSale(20_000), await makeSale(2)];
  const waiters: ReturnType<typeof createBuyer>[] = [];
  for (let i = 0; i < WAITERS + 2; i += 1) {
    const buyer = createBuyer(proxy.url, full, `w${i}@example.org`);
    expect(await buyer.buy()).toMatchObject({ status: 200 });
    waiters.push(buyer);
  }
  const places = async () => {
    const answers = await Promise.all(
      waiters.map((one) => untilAnswered(one.position, { count: 0 })),
    );
    return answers.map(({ body }) => [body.state, body.seq, body.position]);
  };
  await waitFor(async () => (await places()).filter(([state]) => state === 'held').length === 2);
  const before = await places();

  const [till, again] = [new AbortController(), { count: 0 }];
  const path = `/orders/stream?flashSaleId=${full}`;
  const streams = waiters.slice(2).map((one) => follow(path, one.cookie(), till.signal));
  const sellers = Array.from({ length: SELLERS }, (_, i) =>
    sell(sold, `s${i}`, till.signal, again),
  );
  await waitFor(() => proxy.answered.size === EACH, { what: 'each API to answer' });
  const old = (app: App) => running.filter((one) => one.app === app);
  const [apis, workers] = [old('api'), old('worker')];
  expect([apis.length, workers.length]).toEqual([EACH, EACH]);
  for (const [index, api] of apis.entries()) {
    const worker = workers[index];
    await Promise.all([replace(api), worker && replace(worker)]);
  }
  // Those who were asked to come back by the last one do so within its spread.
  await sleep(6_000);
  till.abort();

  const orders = (await Promise.all(sellers)).flat();
  await Promise.all(streams.map(({ done }) => done));
  expect(await places()).toEqual(before);
  expect(new Set(orders).size).toBe(orders.length);
  expect(await database.orders.countLive(sold)).toBe(orders.length);
  expect(streams.every(({ returns }) => returns.length > 0)).toBe(true);
  const returns = streams.flatMap((stream) => stream.returns);
  expect(returns.filter(({ tries }) => tries > 1)).toEqual([]);
  const latestMs = Math.round(Math.max(...returns.map(({ lateMs }) => lateMs)));
  expect(latestMs).toBeLessThan(CONNECTING_MS);
  for (const saleId of [sold, full]) {
    await expectInOrder({ saleId, engine, database });
  }
  console.log(
    `${orders.length} confirms, ${again.count} calls asked again, ${returns.length} streams came back, the latest ${latestMs} ms after its time`,
  );
}, 600_000);
