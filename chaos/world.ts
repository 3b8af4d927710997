import { mkdirSync } from 'node:fs';
import { connectDatabase, type Database } from '@flash/database';
import { createEngine, createWakeQueue, type Engine, type WakeQueue } from '@flash/reservation';
import { createRedis, type RedisClient, whenReady } from '@flash/shared-config';
import {
  createSettableClock,
  mongoThrough,
  type PrivateRedis,
  type SettableClock,
  skewedBy,
  startPrivateRedis,
  startWire,
  waitFor,
} from '@flash/testing';
import { findEngine } from '../tools/engines/pair.mjs';
import { dataDir } from '../tools/process/paths.mjs';
import { buildChanged } from '../tools/run/builds.mjs';
import { type App, placeApp, type Wires } from './app.ts';
import { type Mongod, startMongod } from './mongod.ts';

/** Two APIs and two workers, unless told otherwise, before one Redis and one MongoDB, all of them processes of this run. */
export interface World {
  readonly apis: readonly App[];
  readonly workers: readonly App[];
  readonly apps: readonly App[];
  readonly mongod: Mongod;
  /** A replica that was promoted takes the place of the server before it. */
  redisServer: PrivateRedis;
  /** Of Redis; null where no library can set a clock, with the reason. */
  readonly clock: SettableClock | null;
  readonly noClock: string;
  /** The connections of the one who judges; no fault touches their wires. */
  readonly own: {
    redis: RedisClient;
    engine: Engine;
    database: Database;
    queue: WakeQueue;
    wires: Wires;
  };
  /** A request of an owner of the team, to any API that answers. */
  team(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Starts what has ended, mends every wire, and waits until all answer. */
  heal(): Promise<void>;
  stop(): Promise<void>;
}

const PREFIX = 'chaos';
export const QUEUE = 'chaos-queue';
/** Of a new epoch; scaled down, as a round is. */
export const GRACE_MS = 1_000;
const CALL_MS = 5_000;
const ON_TIME = { apis: [0, 0], workers: [0, 0] };
const HEALED_MS = 60_000;

interface WorldOptions {
  /** The library that lets Redis' clock be set makes each of its looks at the clock slow. */
  setsClock?: boolean;
  /** Seconds by which the clock of each API and of each worker is off. Missing: two of each, by the right time. */
  clocks?: { apis: readonly number[]; workers: readonly number[] };
}

export async function startWorld(
  say: (line: string) => void,
  { setsClock = true, clocks = ON_TIME }: WorldOptions = {},
): Promise<World> {
  mkdirSync(dataDir(), { recursive: true });
  await buildChanged(['api', 'worker'], { say, signal: undefined });
  await nameRedis(say);
  const { clock, noClock } = setsClock ? findClock() : { clock: null, noClock: 'not asked for' };
  const ends: (() => Promise<unknown> | unknown)[] = [() => clock?.forget()];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) {
      await end();
    }
  };
  try {
    const redisServer = await startPrivateRedis(redisOptions(clock));
    const mongod = await startMongod(say);
    ends.push(
      () => mongod.destroy(),
      () => world.redisServer.destroy(),
    );
    const stores = { redis: portOf(redisServer.url), mongo: mongod.port };
    const apps: App[] = [];
    for (const kind of ['api', 'worker'] as const) {
      for (const [at, offBy] of clocks[`${kind}s`].entries()) {
        const env = environmentOf(mongod.url, offBy === 0 ? {} : skewedBy(offBy));
        apps.push(await placeApp({ name: `${kind}-${at + 1}`, kind, stores, env }));
      }
    }
    ends.push(async () => {
      await Promise.all(apps.map((app) => app.stop('SIGKILL')));
      await Promise.all(apps.flatMap(({ wires }) => [wires.redis.close(), wires.mongo.close()]));
    });
    const own = await connectOwn(stores, mongod.url, ends);
    await Promise.all(apps.map((app) => app.start()));
    const token = await signUp(apps[0]?.url ?? '');
    const apis = apps.filter(({ kind }) => kind === 'api');
    const world: World = {
      ...{ apps, apis, mongod, redisServer, clock, noClock, own, stop },
      workers: apps.filter(({ kind }) => kind === 'worker'),
      team: (method, path, body) => askAny(apis, { method, path, body, token }),
      async heal() {
        for (const { wires } of apps) {
          wires.redis.mend();
          wires.mongo.mend();
        }
        if (!mongod.isAlive()) {
          await mongod.start();
        }
        // Also when the fault that set it could not take it back.
        const failsNoMore = { configureFailPoint: 'failCommand', mode: 'off' };
        await waitFor(() => own.database.client.db('admin').command(failsNoMore), {
          timeoutMs: HEALED_MS,
          what: 'MongoDB to fail no command on purpose',
        });
        const ended = apps.filter((app) => app.end() !== null);
        await Promise.all(ended.map((app) => app.start()));
        const ready = apps.map(({ url, kind, name }) =>
          waitFor(async () => (await fetch(`${url}/readyz`)).ok, {
            timeoutMs: HEALED_MS,
            intervalMs: 50,
            what: `${kind} ${name} to be ready`,
          }),
        );
        await Promise.all(ready);
      },
    };
    return world;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Of this machine, so that each Redis of the run is the one that the tests use. */
async function nameRedis(say: (line: string) => void): Promise<void> {
  if (process.env.TEST_REDIS_SERVER) {
    return;
  }
  const { source } = await findEngine('redis', { test: true, log: say as () => void });
  if (!source.path) {
    throw new Error('The rounds need a redis-server that they may kill: put one on PATH.');
  }
  process.env.TEST_REDIS_SERVER = source.path;
}

function findClock(): { clock: SettableClock | null; noClock: string } {
  try {
    return { clock: createSettableClock(), noClock: '' };
  } catch (error) {
    const [first = ''] = String(error instanceof Error ? error.message : error).split('\n');
    return { clock: null, noClock: first };
  }
}

export const redisOptions = (clock: SettableClock | null) => (clock ? { env: clock.env } : {});

export const portOf = (url: string) => Number(new URL(url).port);

const environmentOf = (mongoUrl: string, clock: Record<string, string>) => (wires: Wires) => ({
  ...clock,
  REDIS_URL: `redis://127.0.0.1:${wires.redis.port}`,
  MONGODB_URI: mongoThrough(wires.mongo, mongoUrl),
  QUEUE_NAME: QUEUE,
  BULLMQ_PREFIX: PREFIX,
  ADMIN_SIGNUP: 'open',
  NODE_ENV: 'development',
  LOG_LEVEL: 'warn',
  ENV_FILE: '/nonexistent',
  RESTORE_GRACE_MS: String(GRACE_MS),
  // Locks and leases are as in production, except that a drain lock ends soon.
  CRITICAL_LOCK_TTL_MS: '200',
});

async function connectOwn(
  stores: { redis: number; mongo: number },
  mongoUrl: string,
  ends: (() => Promise<unknown> | unknown)[],
): Promise<World['own']> {
  const host = '127.0.0.1';
  const wires = {
    redis: await startWire({ host, port: stores.redis }),
    mongo: await startWire({ host, port: stores.mongo }),
  };
  const connect = async () => {
    const client = createRedis(`redis://${host}:${wires.redis.port}`, 'worker');
    client.on('error', () => {});
    await whenReady(client);
    return client;
  };
  const redis = await connect();
  const queueRedis = await connect();
  const database = await connectDatabase(mongoThrough(wires.mongo, mongoUrl), {
    appName: 'chaos',
  });
  await database.ensureIndexes();
  const queue = createWakeQueue({ connection: queueRedis, queueName: QUEUE, prefix: PREFIX });
  queue.queue.on('error', () => {});
  ends.push(async () => {
    await queue.close().catch(() => {});
    redis.disconnect();
    queueRedis.disconnect();
    await database.close();
    await Promise.all([wires.redis.close(), wires.mongo.close()]);
  });
  return { redis, engine: createEngine(redis), database, queue, wires };
}

async function signUp(api: string): Promise<string> {
  const body = { name: 'Chaos', email: 'chaos@load.test', password: 'a long passphrase' };
  const answer = await fetch(`${api}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { token } = (await answer.json()) as { token?: string };
  if (!token) {
    throw new Error(`no owner: ${answer.status}`);
  }
  return token;
}

interface Asked {
  method: string;
  path: string;
  body: unknown;
  token: string;
}

async function askAny(apis: readonly App[], { method, path, body, token }: Asked) {
  let last: unknown;
  for (const { url } of [...apis, ...apis]) {
    try {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(CALL_MS),
      });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    } catch (error) {
      last = error;
    }
  }
  throw new Error(`no API answered ${method} ${path}`, { cause: last });
}
