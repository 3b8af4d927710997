import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectDatabase, type Database, type NewSale, type Sale } from '@flash/database';
import { createSandbox, type PaymentPort } from '@flash/payment';
import {
  createEngine,
  createWakeQueue,
  type Engine,
  rulesOf,
  type SaleRules,
  type WakeQueue,
} from '@flash/reservation';
import { createLogger, createRedis, type RedisClient, whenReady } from '@flash/shared-config';
import {
  buildNewSale,
  createHistory,
  expectCleanSale,
  recordEngine,
  type SaleAudit,
  testDatabaseUri,
  testRedisUrl,
} from '@flash/testing';
import type { WorkerSettings } from '../wiring.ts';
import { createWorker, type Worker } from '../worker.ts';

/** Real engines for one test file, and everything that a test of workers does with them. */
export interface Stage {
  redis: RedisClient;
  /** What is called here as a client would is recorded, and checked against the log by the audit. */
  engine: Engine;
  db: Database;
  payment: PaymentPort;
  queue: WakeQueue;
  queueName: string;
  /** For a worker in a process of its own. */
  env: Record<string, string>;
  /** A connection that plays another process. */
  openDatabase(): Promise<Database>;
  /** `rules` are known to Redis alone: a hold may be shorter there than a sale can have it. */
  openSale(changes?: Partial<NewSale>, rules?: Partial<SaleRules>): Promise<Sale>;
  /** Starts a worker with connections of its own. */
  startWorker(
    settings?: Partial<WorkerSettings>,
    over?: { mongoUri?: string; appName?: string; payment?: PaymentPort },
  ): Promise<StagedWorker>;
  /**
   * Judges the whole history of a sale by every invariant, and replays it with all that was called here;
   * `lateMs` is what a fault may cost.
   */
  audit(saleId: string, lateMs?: number, replay?: SaleAudit['replay']): Promise<void>;
  close(): Promise<void>;
}

export interface StagedWorker extends Worker {
  /** Ends as a crash does: connections are cut, timers are stopped. */
  crash(): Promise<void>;
}

/** One database for each file of tests. */
const ownMongoUri = testDatabaseUri();
const log = createLogger({
  name: 'test',
  level: process.env.TEST_LOG ?? 'silent',
  isProduction: true,
});

export async function openStage(
  options: { redisUrl?: string; prefix?: string; mongoUri?: string } = {},
): Promise<Stage> {
  const { redisUrl = testRedisUrl(), prefix = 'flashtest', mongoUri = ownMongoUri } = options;
  const redis = await connect(redisUrl);
  const db = await connectDatabase(mongoUri);
  await db.ensureIndexes();
  const history = createHistory();
  const engine = recordEngine(createEngine(redis), history);
  const payment = createSandbox({ store: db.sandboxPayments });
  const queueName = `q-${randomUUID()}`;
  const queueRedis = await connect(redisUrl);
  const queue = createWakeQueue({ connection: queueRedis, queueName, prefix });
  queue.queue.on('error', () => {});
  const workers = new Set<StagedWorker>();

  return {
    ...{ redis, engine, db, payment, queue, queueName },
    env: {
      REDIS_URL: redisUrl,
      MONGODB_URI: mongoUri,
      QUEUE_NAME: queueName,
      BULLMQ_PREFIX: prefix,
    },
    openDatabase: () => connectDatabase(mongoUri),
    openSale: (changes, rules) => openSale(db, engine, changes, rules),
    audit: (saleId, lateMs = 1_000, replay = {}) =>
      expectCleanSale({
        ...{ saleId, engine, database: db, options: { lateMs }, replay },
        operations: history.of(saleId),
      }),
    async startWorker(settings, over) {
      const shared = { redisUrl, prefix, queueName, payment, mongoUri, ...over };
      const worker = await startWorker(shared, settings);
      workers.add(worker);
      return worker;
    },
    async close() {
      for (const worker of workers) {
        await worker.stop();
      }
      await queue.close();
      await db.db.dropDatabase();
      await db.close();
      for (const client of [redis, queueRedis]) {
        client.disconnect();
      }
    },
  };
}

async function openSale(
  db: Database,
  engine: Engine,
  changes: Partial<NewSale> = {},
  rules: Partial<SaleRules> = {},
) {
  const sale = await db.sales.create(buildNewSale(Date.now(), changes));
  const known = { ...rulesOf(sale), ...rules };
  const outcome = await engine.activate(sale.id, known, { epoch: 1, stock: sale.stock });
  if (outcome.kind !== 'activated') {
    throw new Error(`activate: ${JSON.stringify(outcome)}`);
  }
  return sale;
}

async function startWorker(
  shared: {
    redisUrl: string;
    prefix: string;
    queueName: string;
    payment: PaymentPort;
    mongoUri: string;
    appName?: string;
  },
  settings: Partial<WorkerSettings> = {},
): Promise<StagedWorker> {
  const [redis, subscriber, queueRedis] = await Promise.all([
    connect(shared.redisUrl),
    connect(shared.redisUrl),
    connect(shared.redisUrl),
  ]);
  const db = await connectDatabase(shared.mongoUri, {
    appName: shared.appName,
    writesMails: Boolean(settings.mail),
  });
  const deps = { redis, subscriber, queueRedis, db, payment: shared.payment, log };
  const worker = createWorker(deps, {
    queueName: shared.queueName,
    bullmqPrefix: shared.prefix,
    concurrency: 10,
    lockTtlMs: 750,
    restoreGraceMs: 300,
    isProduction: false,
    isMain: false,
    ...settings,
  });
  await worker.start();
  let isStopped = false;
  return {
    ...worker,
    async stop() {
      if (isStopped) {
        return;
      }
      isStopped = true;
      await worker.stop();
      await db.close();
      for (const client of [redis, subscriber, queueRedis]) {
        client.disconnect();
      }
    },
    async crash() {
      isStopped = true;
      for (const client of [redis, subscriber, queueRedis]) {
        client.disconnect();
      }
      await Promise.allSettled([worker.stop()]);
      await db.close().catch(() => {});
    },
  };
}

async function connect(url: string): Promise<RedisClient> {
  const client = createRedis(url, 'worker');
  client.on('error', () => {});
  await whenReady(client, 30_000);
  return client;
}

const PROBE_CPU_MS = 40;

/** A limit in ms, longer by as much as others keep this machine from working for us. */
export async function onThisMachine(limitMs: number): Promise<number> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  let usedMs = 0;
  while (usedMs < PROBE_CPU_MS) {
    const { user, system } = process.cpuUsage(before);
    usedMs = (user + system) / 1_000;
  }
  return limitMs * Math.max(1, (performance.now() - startedAt) / PROBE_CPU_MS);
}

/** Waits for a condition, never for a time. */
export async function until(
  what: string,
  isTrue: () => Promise<boolean>,
  withinMs = 10_000,
): Promise<number> {
  const startedAt = performance.now();
  while (!(await isTrue())) {
    if (performance.now() - startedAt > withinMs) {
      throw new Error(`not within ${withinMs} ms: ${what}`);
    }
    await sleep(10);
  }
  return performance.now() - startedAt;
}
