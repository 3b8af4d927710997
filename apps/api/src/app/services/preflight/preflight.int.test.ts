import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sale } from '@flash/database';
import { choosePayment } from '@flash/payment';
import { type BuildInfo, createLogger, loadEnv } from '@flash/shared-config';
import {
  appProgram,
  endWithMe,
  findFreePort,
  type PrivateRedis,
  startFakeStripe,
  startPrivateRedis,
  testDatabaseUri,
  waitFor,
} from '@flash/testing';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Platform, startPlatform } from '../../../upgrade/test-processes.ts';
import type { Deps } from '../../deps.ts';
import { openDeps } from '../../open-deps.ts';
import { openSale } from '../../testing/shop.ts';
import { paymentCheck } from './checks.ts';
import { examine, type PreflightWish, preflight } from './preflight.ts';
import { rehearse } from './rehearsal.ts';

const root = fileURLToPath(new URL('../../../../../../', import.meta.url));
const log = createLogger({ name: 'preflight', level: 'silent', isProduction: true });
const HOUR_MS = 3_600_000;

let mailServer: Server;
let redis: PrivateRedis;
let admin: Redis;
let api: Platform;
let worker: Platform;
let deps: Deps;
let sale: Sale;

const own = () =>
  loadEnv({
    REDIS_URL: redis.url,
    MONGODB_URI: mongoUri,
    BULLMQ_PREFIX: 'upgrade',
    BETTER_AUTH_SECRET: 'kq8Zr2mV7xT4bN9cL6wY3pJ5hD1fG0sA',
    JWT_SECRET: 'W7eR4tY1uI8oP5aS2dF9gH6jK3lZ0xCv',
    ENV_FILE: '/nonexistent',
    ...mail(),
  });
/** What stands for a mail server only listens. */
const mail = () => ({
  SMTP_URL: `smtp://127.0.0.1:${(mailServer.address() as AddressInfo).port}`,
  MAIL_FROM: 'shop@example.org',
});
const mongoUri = testDatabaseUri();

beforeAll(async () => {
  mailServer = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(mailServer, 'listening');
  redis = await startPrivateRedis({
    arguments: ['--appendonly', 'yes', '--maxmemory', '256mb', '--maxmemory-policy', 'noeviction'],
  });
  admin = new Redis(redis.url);
  const stores = { redisUrl: redis.url, mongoUri };
  [worker, api] = await Promise.all([
    startPlatform(root, stores, ['worker']),
    startPlatform(root, stores, ['api']),
  ]);
  const { version, commit } = (await (await fetch(`${api.url}/health`)).json()) as BuildInfo;
  deps = await openDeps({ env: { ...own(), build: { version, commit } }, log });
  const startsAt = Date.now() + HOUR_MS;
  const times = { startsAt, lobbyOpensAt: startsAt, endsAt: startsAt + HOUR_MS };
  sale = await openSale(deps, { ...times, startingQuantity: 500 });
}, 120_000);
afterAll(async () => {
  await worker?.stop();
  await api?.stop();
  await deps?.db.db.dropDatabase();
  await deps?.close();
  admin?.disconnect();
  await redis?.destroy();
  mailServer?.close();
});

/** What cannot be right in a test: nothing here is production, and no money is taken. */
const intended = ['environment', 'payment'];
const wishing = (change: Partial<PreflightWish> = {}): PreflightWish => ({
  ...{ crowd: 1_000, api: api.url, bots: 12, accepted: intended },
  ...change,
});

/** Names and words of the checks that fail. */
async function doubts(change: Partial<PreflightWish> = {}, as = deps, of = sale) {
  const findings = await examine(as, of, wishing(change));
  return findings
    .filter(({ name, advice }) => advice !== null && !intended.includes(name))
    .map(({ name, words }) => `${name}: ${words}`);
}

const copies = async () => {
  const { items } = await deps.db.sales.list({}, Date.now());
  return items.filter(({ name }) => name.startsWith('Rehearsal'));
};

/** An API that offers each buyer a unit at once and declines payments, but for what is told here. */
async function standIn(statuses: Record<string, number>) {
  const asked: string[] = [];
  const server = createHttpServer((request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    asked.push(path);
    const status = statuses[path] ?? (path === '/orders/confirm' ? 402 : 200);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(status === 200 ? { state: 'held' } : {}));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** As an operator runs it. Resolves with its exit code and all that it printed. */
async function program(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [...appProgram('api', 'preflight'), ...args], {
    cwd: root,
    env: {
      ...{ PATH: process.env.PATH, HOME: process.env.HOME, ENV_FILE: '/nonexistent' },
      ...{ REDIS_URL: redis.url, MONGODB_URI: mongoUri, BULLMQ_PREFIX: 'upgrade' },
      BETTER_AUTH_SECRET: deps.env.betterAuthSecret,
      JWT_SECRET: deps.env.jwtSecret,
      BETTER_AUTH_URL: api.url,
      ...mail(),
    },
  });
  endWithMe(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}

test('a system in which everything is right passes, is rehearsed with bots on a copy, and the copy is gone', async () => {
  const accepting = intended.flatMap((name) => ['--accept', name]);
  const [{ code, output }, unknown] = await Promise.all([
    program(sale.id, '--crowd', '1000', '--bots', '12', ...accepting),
    program('65f000000000000000000000', '--crowd', '1000'),
  ]);
  expect(unknown).toEqual({ code: 1, output: 'No sale has the id 65f000000000000000000000.\n' });
  expect(output).toContain('Nothing is in doubt.');
  expect(code).toBe(0);
  expect(output).toContain('12 of 12 bots were offered a unit, had a payment declined');
  expect(await copies()).toEqual([]);
  // What Redis still has of it goes by itself: how many joined lately.
  const keys = (await admin.keys('fs*{*}*')).filter((key) => !key.includes(sale.id));
  expect((await Promise.all(keys.map((key) => admin.pttl(key)))).filter((ms) => ms < 0)).toEqual(
    [],
  );
}, 60_000);

test('the result is kept with the sale: when, by which version, for how many buyers', async () => {
  const { build } = deps.env;
  const stored = await deps.db.preflights.of(sale.id);
  expect(stored).toMatchObject({ ok: true, ...build, crowd: 1_000, saleVersion: sale.version });
  const names = stored?.checks.filter(({ state }) => state === 'accepted').map(({ name }) => name);
  expect(names).toEqual(intended);
});

describe('a check fails', () => {
  test.each([
    ['evicts keys', ['maxmemory-policy', 'allkeys-lru'], ['maxmemory-policy', 'noeviction']],
    ['keeps no append-only file', ['appendonly', 'no'], ['appendonly', 'yes']],
    ['has no limit of memory', ['maxmemory', '0'], ['maxmemory', '256mb']],
  ] as const)('when Redis %s', async (words, wrong, right) => {
    await admin.config('SET', ...wrong);
    const found = await doubts();
    await admin.config('SET', ...right);
    expect(found[0]).toMatch(/^redis: /);
    expect(found[0]).toContain(words);
  });

  test('when the expected crowd is not named, or is more than what runs here can carry', async () => {
    expect(await doubts({ crowd: null })).toEqual([expect.stringMatching(/^capacity: .*not said/)]);
    expect(await doubts({ crowd: 1_000_000 })).toEqual([
      expect.stringMatching(/^processes: 1 API and 1 workers are alive; .* it takes \d+ and \d+/),
      expect.stringMatching(/^redis cores: /),
    ]);
    expect(await doubts({ crowd: 2_000_000 })).toContainEqual(
      expect.stringMatching(/^memory: \d+ MB of 256 MB/),
    );
  });

  test('when an index is missing', async () => {
    await deps.db.db.collection('blocks').dropIndexes();
    const found = await doubts();
    await deps.db.ensureIndexes();
    expect(found).toContainEqual(expect.stringMatching(/^indexes: /));
    // The API remembers for a second what it found.
    await waitFor(async () => (await doubts()).length === 0, { what: 'all checks to pass again' });
  });

  test('when the clocks of the servers are not those of this machine', async () => {
    const ahead = { ...deps, clock: { now: () => Date.now() + 3_000 } };
    expect(await doubts({}, ahead)).toEqual([
      expect.stringMatching(/^clocks: .*Redis is [23]\.\d s .*MongoDB is .*the API is /),
    ]);
  });

  test('when a process is of another version', async () => {
    const { version, commit } = deps.env.build;
    const build = { version, commit: '0123456789ab' };
    const other = { ...deps, env: { ...deps.env, build } };
    const found = new RegExp(`^versions: 2 of 2 processes are not of .* \\(${commit}\\)$`);
    expect(await doubts({}, other)).toEqual([expect.stringMatching(found)]);
  });

  test('when secrets are samples, no mail is set up, or the provider takes no money', async () => {
    const env = { ...deps.env, jwtSecret: 'local-secret', mail: null };
    expect(await doubts({}, { ...deps, env })).toEqual([
      expect.stringMatching(/^secrets: JWT_SECRET must not be the sample/),
      'mail: SMTP_URL is not set: no buyer gets a mail',
    ]);
    const port = await findFreePort();
    const silent = {
      ...{ smtpUrl: `smtp://127.0.0.1:${port}`, from: 'a@example.org' },
      ...{ replyTo: null, locale: 'en' },
    };
    expect(await doubts({}, { ...deps, env: { ...deps.env, mail: silent } })).toEqual([
      `mail: Nothing answers at 127.0.0.1:${port}`,
    ]);
    const found = await examine(deps, sale, wishing());
    expect(found.find(({ name }) => name === 'payment')?.words).toContain('sandbox');
    expect(found.find(({ name }) => name === 'environment')?.words).toContain('development');
  });

  test('when the payment provider refuses the key, and not when it takes it', async () => {
    const fake = await startFakeStripe();
    const stores = { sandbox: deps.db.sandboxPayments, prepared: deps.db.preparedPayments };
    const env = { ...deps.env, paymentProvider: 'stripe' as const };
    const found = (secretKey: string) =>
      paymentCheck({
        env,
        payment: choosePayment({ stripe: { ...fake.settings, secretKey }, ...stores }),
      });
    expect(await found(fake.provider.secretKey)).toMatchObject({ advice: null });
    expect((await found('sk_test_of_another_account')).words).toBe('stripe answers 401');
    await fake.close();
    expect((await found(fake.provider.secretKey)).advice).toContain('STRIPE_SECRET_KEY');
  });

  test('when the sale has begun', async () => {
    const begun = await openSale(deps, { name: 'Begun' });
    expect((await doubts({}, deps, begun))[0]).toBe('sale: Begun is open');
    await deps.db.sales.remove(begun.id, begun);
    await deps.engine.drop(begun.id);
  });

  test('when no API answers', async () => {
    const nowhere = `http://127.0.0.1:${await findFreePort()}`;
    expect(await doubts({ api: nowhere })).toEqual([
      `api: No API answers at ${nowhere}`,
      expect.stringContaining('that of the API cannot be read'),
    ]);
  });

  test('when buyers are not treated as they should be, with how many it happened to', async () => {
    const cases: [statuses: Record<string, number>, words: string][] = [
      [{ '/orders/buy': 429 }, 'was answered 429'],
      [{ '/orders/confirm': 200 }, 'paid, and was answered 200 instead of 402'],
      [{ '/orders/leave': 500 }, 'could not give its unit back (500)'],
    ];
    for (const [statuses, words] of cases) {
      const { url, close } = await standIn(statuses);
      const seen = await rehearse(deps, sale, { api: url, bots: 2, asksToPay: true });
      await close();
      expect(seen.problems).toEqual([`2 buyers, each ${words}`]);
    }
    const nowhere = `http://127.0.0.1:${await findFreePort()}`;
    const { problems } = await rehearse(deps, sale, { api: nowhere, bots: 1, asksToPay: true });
    expect(problems).toEqual([expect.stringMatching(/^a buyer got no answer \(/)]);
    expect(await copies()).toEqual([]);
  });

  test('and no buyer is asked to pay where a provider would move money', async () => {
    const { url, asked, close } = await standIn({});
    const seen = await rehearse(deps, sale, { api: url, bots: 2, asksToPay: false });
    await close();
    expect(seen).toMatchObject({ bots: 2, held: 2, problems: [] });
    expect(new Set(asked)).toEqual(new Set(['/orders/buy', '/orders/leave']));
  });

  test('when MongoDB is no replica set', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'flash-alone-'));
    const port = String(await findFreePort());
    const alone = spawn(
      process.env.TEST_MONGOD ?? '',
      ['--port', port, '--bind_ip', '127.0.0.1', '--dbpath', folder, '--nounixsocket'],
      { stdio: 'ignore' },
    );
    endWithMe(alone);
    const env = { ...deps.env, mongoUri: `mongodb://127.0.0.1:${port}/alone` };
    const opened = await openDeps({ env, log });
    const found = await doubts({}, opened);
    await opened.close();
    alone.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
    expect(found).toContainEqual(expect.stringMatching(/^replica set: /));
  });

  test('when no worker serves the line, and the copy is deleted too', async () => {
    await worker.stop();
    const wish = wishing({ rehearsal: { withinMs: 1_000 } });
    await waitFor(async () => (await doubts()).some((doubt) => doubt.startsWith('worker')));
    const { ok, checks } = await preflight(deps, sale, wish);
    expect(ok).toBe(false);
    expect(checks.find(({ name }) => name === 'rehearsal')).toMatchObject({
      state: 'failed',
      words: '12 buyers, each was offered no unit in time',
    });
    expect(await copies()).toEqual([]);
  }, 60_000);

  // Without a worker, which would rebuild the sale from its log and let it go on.
  test('when a live sale is halted, or the last audit found a broken rule', async () => {
    const halted = await openSale(deps, { name: 'Day Runner' });
    await deps.engine.halt(halted.id, 'a test', halted.epoch);
    const violations = [{ invariant: 'I1', code: 'oversold', detail: '501 of 500' }];
    const lastAudit = { at: new Date().toISOString(), ok: false, sales: 1, violations };
    await deps.db.processes.start('worker', () => ({ build: deps.env.build, lastAudit }));
    const found = await doubts();
    await deps.db.processes.stop();
    expect(found).toContainEqual('halted sales: Day Runner is halted: a test');
    expect(found).toContainEqual(expect.stringMatching(/^audit: the last audit found 1 broken/));
  });
});
