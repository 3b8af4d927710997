import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connectDatabase } from '@flash/database';
import { createEngine } from '@flash/reservation';
import {
  appProgram,
  endWithMe,
  findFreePort,
  startPrivateRedis,
  testDatabaseUri,
  waitFor,
} from '@flash/testing';
import { Redis } from 'ioredis';
import { expect } from 'vitest';
import { type Answer, type Client, createBuyer, signUpTeam } from './test-client.ts';
import { expectInOrder } from './test-order.ts';
import { type App, environment } from './test-processes.ts';
import { startRoundRobin } from './test-round-robin.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
/** Beside the time that a reader was asked to wait. It ends what hangs and judges no speed: the machine is busy. */
const CONNECTING_MS = 10_000;
/** End what hangs, too. */
const WAITING_MS = 30_000;
const STARTING_MS = 180_000;

/** So many APIs behind a proxy that only takes turns, and as many workers, each a process, on stores of their own. */
export type Fleet = Awaited<ReturnType<typeof openFleet>>;

interface Running {
  app: App;
  port: number;
  child: ChildProcess;
}

export async function openFleet(each: number) {
  const server = await startPrivateRedis();
  const mongoUri = testDatabaseUri();
  const redis = new Redis(server.url);
  const database = await connectDatabase(mongoUri);
  const proxy = await startRoundRobin();
  const running: Running[] = [];

  /** An API is put behind the proxy once it is ready. */
  async function start(app: App): Promise<void> {
    const [apiPort, workerPort] = [await findFreePort(), await findFreePort()];
    const env = environment({ redisUrl: server.url, mongoUri }, { apiPort, workerPort });
    const child = spawn(process.execPath, appProgram(app), { cwd: root, stdio: 'ignore', env });
    endWithMe(child);
    const port = app === 'api' ? apiPort : workerPort;
    running.push({ app, port, child });
    const isReady = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
    await waitFor(isReady, { timeoutMs: STARTING_MS, intervalMs: 50, what: `${app} to be ready` });
    if (app === 'api') {
      proxy.add(port);
    }
  }

  /** The successor is ready before the process is asked to end, as an orchestrator does it. */
  async function replace(one: Running): Promise<void> {
    await start(one.app);
    expect(await end(one.child), `the ${one.app} ended as asked`).toBe(0);
    if (one.app === 'api') {
      proxy.remove(one.port);
    }
    running.splice(running.indexOf(one), 1);
  }

  const all = (app: App) => running.filter((one) => one.app === app);
  // An API is ready once a worker is.
  const apps: App[] = Array.from({ length: each }, () => ['worker', 'api'] as const).flat();
  await Promise.all(apps.map(start));
  const team: Client = await signUpTeam(proxy.url);
  return {
    ...{ url: proxy.url, engine: createEngine(redis), database, team },
    /** Whether each API has answered a request. */
    isSpread: () => proxy.answered.size >= each,
    /** One API and one worker at a time. */
    async replaceAll(): Promise<void> {
      const [apis, workers] = [all('api'), all('worker')];
      expect([apis.length, workers.length]).toEqual([each, each]);
      for (const [index, api] of apis.entries()) {
        const worker = workers[index];
        await Promise.all([replace(api), worker && replace(worker)]);
      }
    },
    async close(): Promise<void> {
      await Promise.all(running.map(({ child }) => end(child)));
      proxy.close();
      await database.db.dropDatabase();
      await database.close();
      redis.disconnect();
      await server.destroy();
    },
  };
}

/** With what it ended. */
async function end(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  return child.exitCode;
}

interface Load {
  /** Each buys one unit after the other, with a pause in between. */
  sellers: number;
  pauseMs: number;
  /** In line of a sold-out sale, each with a stream. */
  waiters: number;
  /** There are at least so many. */
  confirms: number;
}

/** Replaces all processes while buyers buy and others wait, and judges what both were told. Answers figures. */
export async function replaceUnderLoad(fleet: Fleet, load: Load): Promise<string> {
  const [sold, full] = [await makeSale(fleet.team, 20_000), await makeSale(fleet.team, 2)];
  const line: ReturnType<typeof createBuyer>[] = [];
  for (let i = 0; i < load.waiters + 2; i += 1) {
    const buyer = createBuyer(fleet.url, full, `w${i}@example.org`);
    expect(await buyer.buy()).toMatchObject({ status: 200 });
    line.push(buyer);
  }
  const places = async () => {
    const answers = await Promise.all(line.map((one) => untilAnswered(one.position, { count: 0 })));
    return answers.map(({ body }) => [body.state, body.seq, body.position]);
  };
  const areServed = async () => (await places()).filter(([state]) => state === 'held').length === 2;
  await waitFor(areServed, { timeoutMs: WAITING_MS, what: 'the first two to hold their units' });
  const before = await places();

  const [till, again] = [new AbortController(), { count: 0 }];
  const orders: string[] = [];
  const streams = line.slice(2).map((one) => follow(fleet.url, full, one.cookie(), till.signal));
  const sellers = Array.from({ length: load.sellers }, (_, i) =>
    sell(
      { url: fleet.url, saleId: sold, name: `s${i}`, pauseMs: load.pauseMs },
      { orders, till: till.signal, again },
    ),
  );
  await waitFor(fleet.isSpread, { timeoutMs: WAITING_MS, what: 'each API to answer' });
  const areOpen = () => streams.every(({ isOpen }) => isOpen());
  await waitFor(areOpen, { timeoutMs: WAITING_MS, what: 'all streams to be open' });
  await fleet.replaceAll();
  // Those who were asked to come back by the last one do so within its spread.
  const areBack = () => areOpen() && streams.every(({ returns }) => returns.length > 0);
  await waitFor(areBack, { timeoutMs: WAITING_MS, what: 'all streams to come back' });
  await waitFor(() => orders.length >= load.confirms, { timeoutMs: 60_000, what: 'all confirms' });
  till.abort();

  await Promise.all(sellers);
  await Promise.all(streams.map(({ done }) => done));
  expect(await places()).toEqual(before);
  expect(new Set(orders).size).toBe(orders.length);
  expect(await fleet.database.orders.countLive(sold)).toBe(orders.length);
  const returns = streams.flatMap((stream) => stream.returns);
  expect(returns.filter(({ tries }) => tries > 1)).toEqual([]);
  const latestMs = Math.round(Math.max(...returns.map(({ lateMs }) => lateMs)));
  expect(latestMs).toBeLessThan(CONNECTING_MS);
  for (const saleId of [sold, full]) {
    await expectInOrder({ saleId, engine: fleet.engine, database: fleet.database });
  }
  return `${orders.length} confirms, ${again.count} calls asked again, ${returns.length} streams came back, the latest ${latestMs} ms after its time`;
}

async function makeSale(team: Client, startingQuantity: number): Promise<string> {
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

interface Sold {
  /** That were confirmed, by all sellers. */
  orders: string[];
  till: AbortSignal;
  again: { count: number };
}

/** Buys one unit after the other until it is told to stop. */
async function sell(
  { url, saleId, name, pauseMs }: { url: string; saleId: string; name: string; pauseMs: number },
  { orders, till, again }: Sold,
): Promise<void> {
  for (let i = 0; !till.aborted; i += 1) {
    const buyer = createBuyer(url, saleId, `${name}-${i}@example.org`);
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
    await sleep(pauseMs);
  }
}

interface Return {
  /** Connections that were tried until an event came. */
  tries: number;
  /** From the end of the connection to the next event, beyond the time that was asked for. */
  lateMs: number;
}

interface Stream {
  returns: Return[];
  /** Whether an event came on the connection that is open. */
  isOpen(): boolean;
  done: Promise<void>;
}

/** A reader as a browser is one: comes back after the time that the server named last. */
function follow(url: string, saleId: string, cookie: string, till: AbortSignal): Stream {
  const returns: Return[] = [];
  let isOpen = false;
  async function read(): Promise<void> {
    let retryMs = 3_000;
    let broken: { at: number; tries: number; retryMs: number } | null = null;
    while (!till.aborted) {
      try {
        const path = `/orders/stream?flashSaleId=${saleId}`;
        const answer = await fetch(`${url}${path}`, { headers: { cookie }, signal: till });
        for await (const chunk of answer.ok && answer.body ? answer.body : []) {
          const text = Buffer.from(chunk).toString();
          isOpen ||= text.includes('data:');
          if (broken && isOpen) {
            const lateMs = performance.now() - broken.at - broken.retryMs;
            returns.push({ tries: broken.tries, lateMs });
            broken = null;
          }
          retryMs = Number(/retry: (\d+)(?![\s\S]*retry:)/.exec(text)?.[1] ?? retryMs);
        }
      } catch {
        // A broken connection, or the end of the test: both go on below.
      }
      isOpen = false;
      broken ??= { at: performance.now(), tries: 0, retryMs };
      broken.tries += 1;
      await sleep(retryMs, undefined, { signal: till }).catch(() => undefined);
    }
  }
  return { returns, isOpen: () => isOpen, done: read() };
}
