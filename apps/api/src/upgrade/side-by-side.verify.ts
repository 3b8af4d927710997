import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectDatabase, type Database } from '@flash/database';
import { createEngine, type Engine } from '@flash/reservation';
import { type PrivateRedis, startPrivateRedis, waitFor } from '@flash/testing';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it as test } from 'vitest';
import { createBuyer, createClient, signIn, signUpTeam } from './test-client.ts';
import { expectInOrder } from './test-order.ts';
import { type App, type Platform, startPlatform } from './test-processes.ts';

/** The oldest version whose processes may run beside those of this one. */
const OLD = 'b6380de';
const root = fileURLToPath(new URL('../../../../', import.meta.url));

let checkout: string;
let server: PrivateRedis;
let redis: Redis;
let database: Database;
let engine: Engine;
let stores: { redisUrl: string; mongoUri: string };
let running: Platform[] = [];

beforeAll(async () => {
  checkout = checkOut();
  const uri = new URL(process.env.TEST_MONGODB_URI ?? '');
  uri.pathname = `/side-by-side-${randomBytes(6).toString('hex')}`;
  if (uri.username) {
    uri.searchParams.set('authSource', 'admin');
  }
  server = await startPrivateRedis();
  redis = new Redis(server.url);
  database = await connectDatabase(uri.href);
  engine = createEngine(redis);
  stores = { redisUrl: server.url, mongoUri: uri.href };
  const [old] = await start('old api', 'old worker');
  await signUpTeam(old?.url ?? '');
  await stopAll();
}, 400_000);
afterEach(stopAll);
afterAll(async () => {
  await database?.db.dropDatabase();
  await database?.close();
  redis?.disconnect();
  await server?.destroy();
  if (checkout) {
    await rm(checkout, { recursive: true, force: true });
  }
}, 300_000);

function checkOut(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    git('cat-file', '-e', `${OLD}^{commit}`);
  } catch (cause) {
    const why = `the history of this checkout lacks ${OLD}: fetch it (git fetch --unshallow)`;
    throw new Error(why, { cause });
  }
  const folder = mkdtempSync(join(tmpdir(), 'flash-old-'));
  execFileSync('tar', ['-x', '-C', folder], { input: git('archive', OLD) });
  const install = ['ci', '--prefer-offline', '--no-audit', '--no-fund'];
  execFileSync('npm', install, { cwd: folder, stdio: 'pipe', timeout: 300_000 });
  return folder;
}

type Process = `${'old' | 'new'} ${App}`;

/** Starts all at once; answers those that have an API, the old one first. */
async function start(...processes: Process[]): Promise<Platform[]> {
  const ages = { old: checkout, new: root };
  const started = Object.entries(ages).map(async ([age, folder]) => {
    const apps = processes.flatMap((one) => (one.startsWith(age) ? [one.slice(4) as App] : []));
    return apps.length === 0 ? [] : [await startPlatform(folder, stores, apps)];
  });
  for (const one of await Promise.all(started)) {
    running.push(...one);
  }
  return running.filter(({ url }) => url !== '');
}

async function stopAll(): Promise<void> {
  await Promise.all(running.map((one) => one.stop()));
  running = [];
}

async function isServed(saleId: string, epoch: number): Promise<void> {
  await waitFor(
    async () => {
      const shot = await engine.snapshot(saleId);
      return shot.kind === 'snapshot' && shot.epoch >= epoch ? shot : null;
    },
    { timeoutMs: 60_000, intervalMs: 50, what: `epoch ${epoch} of sale ${saleId}` },
  );
}

/** A sale from its first place to its last unit; two steps that follow each other go to other APIs. */
async function playSale(urls: readonly string[]) {
  let turn = 0;
  const next = () => urls[turn++ % urls.length] ?? '';
  const team = () => createClient(next(), { token });
  const token = await signIn(next(), 'olga@example.org');
  const make = async (holdTtlSeconds: number, startingQuantity: number) => {
    const made = await team().post('/flash-sales', {
      ...{ name: 'Side by side', pricePerUnit: 10, startingQuantity, holdTtlSeconds },
      ...{ startsAt: '2026-01-01T00:00:00Z', endsAt: '2126-01-01T00:00:00Z' },
    });
    expect(made).toMatchObject({ status: 201 });
    return String(made.body.id);
  };
  const crowdOf = async (saleId: string, count: number) => {
    const cookies: string[] = [];
    for (let i = 0; i < count; i += 1) {
      const one = createBuyer(next(), saleId, `b${i}@example.org`);
      expect(await one.buy(), `buyer ${i}`).toMatchObject({ status: 200 });
      cookies.push(one.cookie());
    }
    return (i: number) =>
      createBuyer(next(), saleId, `b${i}@example.org`, { cookie: cookies[i] ?? '' });
  };
  const ok = { status: 200 };
  const reason = { reason: 'side by side' };

  const saleId = await make(600, 4);
  const buyer = await crowdOf(saleId, 14);
  for (const i of [0, 1, 2, 3]) {
    await buyer(i).becomes({ hasActiveHold: true });
  }
  const orders = [];
  for (const i of [0, 1]) {
    orders.push(await buyer(i).confirm());
  }
  expect(orders).toMatchObject([ok, ok]);
  // Repeated at the other API: the same order.
  expect((await buyer(0).confirm()).body.orderId).toBe(orders[0]?.body.orderId);
  expect(await buyer(2).leave()).toMatchObject(ok);
  await buyer(4).becomes({ hasActiveHold: true });
  expect(await buyer(3).extend()).toMatchObject(ok);
  expect(await team().post(`/flash-sales/${saleId}/stock`, { by: 3, ...reason })).toMatchObject(ok);
  for (const i of [5, 6, 7]) {
    await buyer(i).becomes({ hasActiveHold: true });
  }
  const refund = `/orders/${orders[1]?.body.orderId}/refund`;
  expect(await team().post(refund, { returnUnit: true, ...reason })).toMatchObject(ok);
  await buyer(8).becomes({ hasActiveHold: true });
  await expectInOrder({ saleId, engine, database });

  await server.stop();
  await server.start();
  await isServed(saleId, 2);
  await buyer(3).becomes({ hasActiveHold: true });
  expect(await buyer(3).confirm()).toMatchObject(ok);
  expect(await buyer(4).leave()).toMatchObject(ok);
  await buyer(9).becomes({ hasActiveHold: true });
  await expectInOrder({ saleId, engine, database });

  const { epoch } = (await database.sales.get(saleId)) ?? { epoch: 0 };
  await redis.flushall();
  await isServed(saleId, epoch + 1);
  for (const i of [5, 6, 7, 8, 9]) {
    await buyer(i).becomes({ hasActiveHold: true });
  }
  expect(await buyer(5).confirm()).toMatchObject(ok);
  expect(await buyer(9).leave()).toMatchObject(ok);
  await buyer(10).becomes({ hasActiveHold: true });
  expect(await buyer(11).position()).toMatchObject({ body: { status: 'queued', position: 1 } });

  const hasty = await make(5, 1);
  const guest = await crowdOf(hasty, 3);
  await guest(0).becomes({ hasActiveHold: true });
  await guest(1).becomes({ hasActiveHold: true });
  expect(await guest(0).confirm()).toMatchObject({ status: expect.toBeOneOf([403, 410]) });
  expect(await guest(1).confirm()).toMatchObject(ok);
  await expectInOrder({ saleId: hasty, engine, database });
  await expectInOrder({ saleId, engine, database });
}

describe(`processes of ${OLD} and of this version on the same stores`, () => {
  test.each<[string, Process[]]>([
    ['all of both', ['old api', 'old worker', 'new api', 'new worker']],
    ['the workers of this version first', ['old api', 'new worker']],
    ['the APIs of this version first', ['new api', 'old worker']],
  ])(
    'sell a sale to its end, through losses of Redis: %s',
    async (_, processes) => {
      const platforms = await start(...processes);
      await playSale(platforms.map(({ url }) => url));
    },
    180_000,
  );
});
