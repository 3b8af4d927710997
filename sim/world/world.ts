import { createSandbox, type PaymentRecord, type SandboxStore } from '@flash/payment';
import { createEngine, type Engine, noticeChannel, rulesOf } from '@flash/reservation';
import { buildNewSale, type Seeded } from '@flash/testing';
import mongoose from 'mongoose';
import { createCaptures } from '../../apps/api/src/app/services/buyer/confirm/captures.ts';
import { createConfirming } from '../../apps/api/src/app/services/buyer/confirm/confirm.ts';
import { createJoin } from '../../apps/api/src/app/services/buyer/join.ts';
import { createOrderCache } from '../../apps/api/src/app/services/buyer/order-cache.ts';
import { createPositions } from '../../apps/api/src/app/services/buyer/view/position.ts';
import { createRefund } from '../../apps/api/src/app/services/team/refund.ts';
import {
  createApply,
  type SalesContext,
} from '../../apps/api/src/app/services/team/sale-context.ts';
import type { Alert, AlertKind } from '../../apps/worker/src/base/alerts/alerts.ts';
import { createLocks } from '../../apps/worker/src/base/drain-lock.ts';
import { createKeyedQueue } from '../../apps/worker/src/base/keyed-queue.ts';
import { createLiveSales } from '../../apps/worker/src/base/live-sales.ts';
import { createSaleCache } from '../../apps/worker/src/base/sale-cache.ts';
import { createTurns } from '../../apps/worker/src/base/turns.ts';
import { createResolve, createSweep } from '../../apps/worker/src/expiry/expiry.ts';
import { createDrain } from '../../apps/worker/src/granting/drain.ts';
import { createFastPass } from '../../apps/worker/src/granting/fast-pass.ts';
import {
  createFinishPayments,
  createVoidAuthorisations,
} from '../../apps/worker/src/intents/payments.ts';
import {
  createFinishStock,
  createReturnUnits,
  createSendRules,
} from '../../apps/worker/src/intents/unsent-changes.ts';
import { createBlockCodec } from '../../apps/worker/src/log-store/block-codec.ts';
import { createBlockWriter } from '../../apps/worker/src/log-store/block-writer.ts';
import { createRebuildDamaged, createRecover } from '../../apps/worker/src/restore/recover.ts';
import { createRestore } from '../../apps/worker/src/restore/restore.ts';
import { createInspectSale } from '../../apps/worker/src/tick/inspect-sale.ts';
import { createSaleTasks } from '../../apps/worker/src/tick/sale-tasks.ts';
import { newSaleDoc } from '../../libs/database/src/sales/create.ts';
import { toSale } from '../../libs/database/src/sales/model.ts';
import { createElection } from '../../libs/reservation/src/election.ts';
import { loadScripts, scriptNames } from '../../libs/reservation/src/scripts.ts';
import { type Ask, openDatabase } from '../stores/mongo-client.ts';
import type { Doc } from '../stores/mongo-query.ts';
import { MongoStore, serverError } from '../stores/mongo-store.ts';
import { createRedisClient, type Send, scriptTexts, serve } from '../stores/redis-client.ts';
import { RedisStore } from '../stores/redis-store.ts';
import type { Process, Scheduler } from './scheduler.ts';

const { mongo } = mongoose;

export type Db = ReturnType<typeof openDatabase>;

/** Faults that a test plants into the system: each stands in for one of its dependencies. */
export interface Planted {
  script?(name: string, text: string): string;
  engine?(engine: Engine, process: Process): Engine;
  /** Only for the engine of the workers. */
  workerEngine?(engine: Engine, process: Process): Engine;
  db?(db: Db, process: Process): Db;
  payment?(payment: ReturnType<typeof createSandbox>): ReturnType<typeof createSandbox>;
}

export interface World {
  scheduler: Scheduler;
  random: Seeded;
  redis: RedisStore;
  mongo: MongoStore;
  payments: Map<string, PaymentRecord>;
  alerts: { kind: AlertKind; details: Record<string, unknown> }[];
  saleId: string;
  planted: Planted;
  /** What each change of the sale tells its listeners. */
  onNotice: (text: string) => void;
  /** For what the history itself looks up: it takes no step. */
  own: { engine: Engine; db: Db };
}

const GRACE_MS = 400;
const LOCK_TTL_MS = 750;

/** The engine loads its scripts from files, so one serves all histories. */
let send: Send = () => Promise.reject(new Error('no history runs'));
const sharedClient = createRedisClient((words) => send(words));
const sharedEngine = createEngine(sharedClient);
const elections = new Map<string, ReturnType<typeof createElection>>();

let ownStore: RedisStore | null = null;
let ownTexts: ReadonlyMap<string, string> = new Map();
const ownEngine = createEngine(
  createRedisClient(async (words) => {
    if (!ownStore) {
      throw new Error('no history runs');
    }
    return serve(ownStore, ownTexts, words);
  }),
);

const plainTexts = scriptTexts();

export interface Terms {
  stock: number;
  holdTtlSeconds: number;
  fastPassPercent: number;
  extensions: number;
}

/** Both stores with one open sale in them. */
export async function openWorld(
  scheduler: Scheduler,
  terms: Terms,
  planted: Planted = {},
): Promise<World> {
  const { random } = scheduler;
  const redis = new RedisStore(
    () => scheduler.serverNow(),
    (channel, text) => {
      if (channel === noticeChannel) {
        world.onNotice(text);
      }
    },
  );
  const store = new MongoStore(() => scheduler.now());
  const texts = planted.script ? scriptTexts(planted.script) : plainTexts;
  send = (words) =>
    scheduler.ask({
      name: names.get(words[1] ?? '') ?? words[0] ?? '',
      text: () => commandText(words),
      work: () => serve(redis, texts, words),
      failure: () => new Error('Connection is closed.'),
      mayResend: true,
    });
  ownStore = redis;
  ownTexts = texts;
  const { stock, ...others } = terms;
  const doc = newSaleDoc(
    buildNewSale(scheduler.now(), { startingQuantity: stock, ...others }),
    scheduler.now(),
  );
  store.insert('flashsales', doc as unknown as Doc, {});
  const sale = toSale(doc);
  const world: World = {
    scheduler,
    random,
    redis,
    mongo: store,
    payments: new Map(),
    alerts: [],
    saleId: sale.id,
    planted,
    onNotice: () => {},
    own: { engine: ownEngine, db: openDatabase(store, async (work) => work()) },
  };
  await ownEngine.activate(sale.id, rulesOf(sale), { epoch: 1, stock });
  return world;
}

const scripts = loadScripts();
const names = new Map(scriptNames.map((name) => [scripts[name].sha1, name] as const));

/** A script by its name, without the keys. */
function commandText([name = '', sha1 = '', count = '', ...rest]: readonly string[]): string {
  const script = names.get(sha1);
  return script
    ? `${script} ${rest.slice(Number(count)).join(' ').slice(0, 120)}`
    : `${name} ${sha1} ${rest.join(' ')}`;
}

const log = {
  trace() {},
  debug() {},
  info() {},
  warn() {},
  error() {},
  fatal() {},
} as never;

/** Takes every call and counts nothing. */
const metrics: never = new Proxy(() => {}, {
  get: () => metrics,
  apply: () => metrics,
}) as never;

function openOwnDatabase(world: World, process: Process): Db {
  const { scheduler, mongo: store, planted } = world;
  const ask: Ask = (work, about) =>
    scheduler.ask({
      name: about.name,
      work,
      failure: () => networkError(about.inTransaction, about.isCommit === true),
      maxTimeMs: about.maxTimeMs,
      tooLong: () => serverError('MaxTimeMSExpired', 50),
    });
  const db = openDatabase(store, ask);
  return planted.db?.(db, process) ?? db;
}

function networkError(inTransaction: boolean, isCommit: boolean): Error {
  const error = new mongo.MongoNetworkError('connection closed');
  if (isCommit) {
    error.addErrorLabel('UnknownTransactionCommitResult');
  } else if (inTransaction) {
    error.addErrorLabel('TransientTransactionError');
  }
  return error;
}

/** A provider with one server, to which each call is a step. */
function createPayment({ scheduler, payments, planted }: World) {
  const nameOf = (key: { saleId: string; attempt: number }) => `${key.saleId}:${key.attempt}`;
  const ask = <T>(work: () => T) =>
    scheduler.ask({
      name: 'payment',
      work,
      failure: () => new Error('the provider did not answer'),
    });
  const store: SandboxStore = {
    putIfAbsent: (record) =>
      ask(() => {
        const there = payments.get(nameOf(record)) ?? record;
        payments.set(nameOf(record), there);
        return there;
      }),
    move: (key, from, to) =>
      ask(() => {
        const there = payments.get(nameOf(key));
        if (!there || !from.includes(there.state)) {
          return there ?? null;
        }
        const moved = { ...there, state: to };
        payments.set(nameOf(key), moved);
        return moved;
      }),
    authorised: (saleId) =>
      ask(() =>
        [...payments.values()].filter(
          (record) => record.saleId === saleId && record.state === 'authorised',
        ),
      ),
  };
  const payment = createSandbox({ store });
  return planted.payment?.(payment) ?? payment;
}

export interface Api {
  process: Process;
  join: ReturnType<typeof createJoin>;
  confirm: ReturnType<typeof createConfirming>['confirm'];
  refund: ReturnType<typeof createRefund>;
  engine: Engine;
  db: Db;
  context: SalesContext;
}

/** What an API process is made of; its start takes no step. */
export function startApi(world: World, name: string, wakeWorker: () => void): Api {
  const { scheduler, planted } = world;
  const process = scheduler.spawn(name);
  const engine = planted.engine?.(sharedEngine, process) ?? sharedEngine;
  const db = openOwnDatabase(world, process);
  const payment = createPayment(world);
  const clock = { now: () => scheduler.now() };
  const personal = { watch: () => () => {} };
  const hints = { openAt: async () => {}, endAt: async () => {} };
  const wake = { wake: async () => wakeWorker(), ...hints } as never;
  const confirming = createConfirming({
    ...{ engine, db, payment, log, clock, personal },
    committer: db.committer,
    orders: createOrderCache(db.orders, log),
    captures: createCaptures({ db, payment, log }),
    positions: createPositions(engine),
    crash: () => {},
  });
  const context = {
    ...{ db, engine, wake, clock, log },
    saleCache: { refresh: async () => {} },
    writeAudit: async () => {},
    apply: createApply(engine, log),
  } as unknown as SalesContext;
  return {
    ...{ process, engine, db, context },
    join: createJoin({ engine, wake, personal, log, crash: () => {} }),
    confirm: confirming.confirm,
    refund: createRefund({ db, engine, payment, wake, log, now: clock.now }),
  };
}

export interface Worker {
  process: Process;
  drain(): void;
}

/** Slower than the real ones: a history is short, and what they find is the same. */
const TICK_MS = 500;
const PERIODIC_MS = 1_500;
const PAYMENT_AGE_MS = 1_000;

/** A worker with all of its timers. */
export function startWorker(world: World, name: string): Worker {
  const { scheduler, planted, saleId, alerts } = world;
  const process = scheduler.spawn(name);
  const common = planted.engine?.(sharedEngine, process) ?? sharedEngine;
  const engine = planted.workerEngine?.(common, process) ?? common;
  const db = openOwnDatabase(world, process);
  const payment = createPayment(world);
  const { orders, sales } = db;
  const database = db as never;
  const crash = () => {};
  const alert: Alert = (kind, _saleId, details) => {
    alerts.push({ kind, details });
  };
  const election = electionOf(name);
  const locks = createLocks({ engine, token: name, ttlMs: LOCK_TTL_MS, log });
  const taskQueue = createKeyedQueue(log);
  const liveSales = createLiveSales(sales);
  const saleCache = createSaleCache();
  const codec = createBlockCodec();
  const fastPass = createFastPass({ engine, orders, alert, onSilence: () => {} });
  const mayAsk = () => true;
  const drain = createDrain({ engine, locks, fastPass, mayAsk, crash, metrics });
  const writer = createBlockWriter({
    ...{ engine, db: database, codec, crash, metrics, alert, election, log },
    onGap: async (id, epoch) => void (await engine.halt(id, 'the log has a gap', epoch)),
  });
  const restore = createRestore({
    ...{ engine, db: database, locks, codec, mayAsk, crash, alert, metrics, log },
    graceMs: GRACE_MS,
  });
  async function onRecovered(id: string): Promise<void> {
    saleCache.forgetState(id);
    writer.forget(id);
    await liveSales.refresh();
  }
  const tasks = createSaleTasks({
    ...{ engine, taskQueue, saleCache, drain, mayAsk, onRecovered },
    polling: { hint: () => {} } as never,
    jobTimes: { isDue: () => false } as never,
    sweep: createSweep(engine, metrics),
    resolve: createResolve({ engine, orders, alert, crash, metrics }),
    storeLog: writer.store,
    sendRules: createSendRules(engine, sales),
    finishStock: createFinishStock({ engine, sales, alert }),
    audit: async () => null,
    auditDueIn: () => null,
    storeTurns: createTurns({ atOnce: 4 }),
    auditTurns: createTurns({ atOnce: 1 }),
    jobTurns: createTurns({ atOnce: 1 }),
    recover: createRecover({
      ...{ db: database, saleCache, restore, onRecovered },
      onGone: async () => {},
    }),
    rebuildDamaged: createRebuildDamaged({ election, restore }),
  });
  const inspectSale = createInspectSale({
    ...{ engine, saleCache, tasks, alert, metrics },
    wakeTimers: { at: () => {} } as never,
    idleMs: 10_000,
    isDatabaseAway: () => false,
  });

  const finishPayments = createFinishPayments({ orders, payment, alert, metrics });
  const returnUnits = createReturnUnits({ engine, orders, sales });
  const voidAuthorisations = createVoidAuthorisations({ orders, payment });

  function every(ms: number, work: () => Promise<unknown>): void {
    const again = () => {
      // A failure is repeated in the next round.
      const done = () => scheduler.post(process, again, ms);
      work().then(done, done);
    };
    scheduler.post(process, again, scheduler.random.below(ms));
  }
  every(TICK_MS, async () => {
    const sale = liveSales.get(saleId);
    if (sale) {
      // Two workers that both take a sale for their own do no harm.
      await inspectSale(sale, 'own');
    }
  });
  every(2 * TICK_MS, () => liveSales.refresh());
  every(PERIODIC_MS, () => finishPayments(scheduler.now() - PAYMENT_AGE_MS));
  every(PERIODIC_MS, returnUnits);
  every(3 * PERIODIC_MS, async () => {
    const sale = liveSales.get(saleId);
    if (sale && sale.epoch > 1) {
      await voidAuthorisations(sale);
    }
  });
  return {
    process,
    drain: () => {
      scheduler.post(process, () => {
        drain(saleId).catch(() => {});
      });
    },
  };
}

function electionOf(name: string) {
  const known = elections.get(name) ?? createElection(sharedClient, name);
  elections.set(name, known);
  return known;
}
