import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { connectDatabase, type Database } from '@flash/database';
import { createEngine, type Engine, keysOf } from '@flash/reservation';
import { type PrivateRedis, startPrivateRedis, waitFor } from '@flash/testing';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it as test } from 'vitest';
import { createBuyer, createClient, signIn } from './test-client.ts';
import { expectInOrder } from './test-order.ts';
import { type Platform, startPlatform } from './test-processes.ts';
import { loadStores, type Recorded } from './test-stores.ts';
import { differencesFrom, playV1, type V1Answers } from './test-v1-story.ts';

const read = <T>(name: string) =>
  JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as T;
type Story = Recorded & {
  saleId: string;
  /** A sale for accounts, sold out: Ann owns, Ben holds, Cat waits. */
  forMembers: string;
  /** A paused sale of two units: p0 and p1 hold, p2 waits. */
  paused: string;
  /** By address. */
  cookies: Record<string, string>;
  orders: Record<string, string>;
};

const recorded = read<Story>('./recorded.json');
const { saleId, forMembers, paused } = recorded;
let server: PrivateRedis;
let redis: Redis;
let database: Database;
let engine: Engine;
let platform: Platform;

beforeAll(async () => {
  const uri = new URL(process.env.TEST_MONGODB_URI ?? '');
  uri.pathname = `/upgrade-${randomBytes(6).toString('hex')}`;
  if (uri.username) {
    uri.searchParams.set('authSource', 'admin');
  }
  server = await startPrivateRedis();
  redis = new Redis(server.url);
  database = await connectDatabase(uri.href);
  engine = createEngine(redis);
  await loadStores(recorded, redis, database.db);
  await pretendNothingHappened();
  const root = fileURLToPath(new URL('../../../../', import.meta.url));
  platform = await startPlatform(root, { redisUrl: server.url, mongoUri: uri.href });
});
afterAll(async () => {
  await platform.stop();
  await database.db.dropDatabase();
  await database.close();
  redis.disconnect();
  await server.destroy();
});

/** The same server, and holds that have not run out since: what an upgrade in place finds. */
async function pretendNothingHappened(): Promise<void> {
  const info = await redis.info('replication');
  const run = /master_replid:(\w+)/.exec(info)?.[1] ?? '';
  for (const id of [saleId, forMembers, paused]) {
    await redis.hset(keysOf(id).meta, 'run', run);
    const shifted = await engine.shift(id, { byMs: Date.now() - recorded.at });
    if (shifted.kind !== 'shifted') {
      throw new Error(`shift: ${JSON.stringify(shifted)}`);
    }
  }
}

const guestOf = (id: string, email: string) =>
  createBuyer(platform.url, id, email, { cookie: recorded.cookies[email] ?? '' });

const buyer = (i: number) => {
  const email = `b${i}@example.org`;
  return guestOf(saleId, email);
};

async function isServed(epoch: number, id = saleId): Promise<void> {
  await waitFor(
    async () => {
      const shot = await engine.snapshot(id).catch(() => null);
      return shot?.kind === 'snapshot' && shot.epoch === epoch ? true : null;
    },
    { timeoutMs: 30_000, intervalMs: 50, what: `epoch ${epoch}` },
  );
}

/** The owner still owns, a holder pays, and the unit of one who leaves goes to the head of the line. */
async function lineGoesOn(paying: number, leaving: number, next: number): Promise<void> {
  await buyer(paying).becomes({ hasActiveHold: true });
  expect(await buyer(paying).confirm()).toMatchObject({ status: 200, body: { ok: true } });
  expect(await buyer(leaving).leave()).toMatchObject({ status: 200 });
  await buyer(next).becomes({ hasActiveHold: true });
  for (const [email, orderId] of Object.entries(recorded.orders).slice(0, 2)) {
    const owner = guestOf(saleId, email);
    expect((await owner.confirm()).body).toMatchObject({ ok: true, orderId });
  }
}

const isInOrder = (id = saleId) => expectInOrder({ saleId: id, engine, database });

describe('what an older version left in both stores', () => {
  test('is served by this one where it stands: holders confirm, the line goes on, all of it verifies', async () => {
    const before = (await database.blocks.read(saleId, 0, 10_000)).map((block) => block.hash);
    await lineGoesOn(3, 4, 10);
    await isInOrder();
    const after = (await database.blocks.read(saleId, 0, 10_000)).map((block) => block.hash);
    expect(after.slice(0, before.length)).toEqual(before);
  });

  test('lets members of an account sale go on with their passwords: who owns, who holds, who waits', async () => {
    const memberOf = async (name: string) => {
      const email = `${name}@example.org`;
      const token = await signIn(platform.url, email);
      return createBuyer(platform.url, forMembers, email, { token });
    };
    const [ann, ben, cat] = await Promise.all(['ann', 'ben', 'cat'].map(memberOf));
    const orderId = recorded.orders['ann@example.org'];
    expect((await ann?.confirm())?.body).toMatchObject({ ok: true, orderId });
    expect((await cat?.position())?.body).toMatchObject({ status: 'queued', position: 1 });
    expect(await ben?.leave()).toMatchObject({ status: 200 });
    await cat?.becomes({ hasActiveHold: true });
    expect(await cat?.confirm()).toMatchObject({ status: 200, body: { ok: true } });
    await isInOrder(forMembers);
  });

  test('is adopted after a restart of Redis', async () => {
    await server.stop();
    await server.start();
    await isServed(2);
    await lineGoesOn(5, 6, 11);
    await isInOrder();
  });

  test('is rebuilt from its blocks when Redis lost it', async () => {
    await redis.flushall();
    await isServed(3);
    await lineGoesOn(7, 9, 12);
    await isInOrder();
  });

  test('stays paused through all of that, and the line goes on once the team resumes it', async () => {
    await isServed(3, paused);
    const [first, second, third] = ['p0', 'p1', 'p2'].map((name) =>
      guestOf(paused, `${name}@example.org`),
    );
    expect((await third?.position())?.body).toMatchObject({ state: 'paused', position: 1 });
    expect(await first?.confirm()).toMatchObject({ status: 200 });
    expect(await second?.leave()).toMatchObject({ status: 200 });
    const team = createClient(platform.url, {
      token: await signIn(platform.url, 'olga@example.org'),
    });
    const resumed = await team.post(`/flash-sales/${paused}/resume`, { reason: 'upgraded' });
    expect(resumed).toMatchObject({ status: 200 });
    await third?.becomes({ hasActiveHold: true });
    await isInOrder(paused);
  });
});

test('clients of v1 are answered as they were by the recorded version', async () => {
  const answers = await playV1(platform.url);
  expect(differencesFrom(read<V1Answers>('./v1-answers.json'), answers)).toEqual([]);
});
