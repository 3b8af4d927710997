import type { PaymentRecord } from '@flash/payment';
import {
  createEngine,
  type Engine,
  noticeChannel,
  rulesOf,
  type WakeQueue,
} from '@flash/reservation';
import { buildNewSale, type Seeded } from '@flash/testing';
import type { Redis } from 'ioredis';
import mongoose from 'mongoose';
import type { AlertKind } from '../../apps/worker/src/base/alerts/alerts.ts';
import { newSaleDoc } from '../../libs/database/src/sales/create.ts';
import { toSale } from '../../libs/database/src/sales/model.ts';
import { scriptOf } from '../../libs/reservation/src/call/run-script.ts';
import { loadScripts, scriptNames } from '../../libs/reservation/src/scripts.ts';
import type { Planted } from '../planted/planted.ts';
import { type About, type Ask, openDatabase } from '../stores/mongo-client.ts';
import type { Doc } from '../stores/mongo-query.ts';
import { MongoStore, serverError } from '../stores/mongo-store.ts';
import { createRedisClient, scriptTexts, serve, type Texts } from '../stores/redis-client.ts';
import { RedisStore } from '../stores/redis-store.ts';
import { createJobQueue, type JobQueue } from './job-queue.ts';
import { createProvider, type Provider } from './provider.ts';
import type { Process, Scheduler } from './scheduler.ts';

const { mongo } = mongoose;

export type Db = ReturnType<typeof openDatabase>;

export interface World {
  scheduler: Scheduler;
  random: Seeded;
  redis: RedisStore;
  mongo: MongoStore;
  payments: Map<string, PaymentRecord>;
  /** Null: the sandbox takes the payments. */
  provider: Provider | null;
  jobs: JobQueue;
  alerts: { kind: AlertKind; details: Record<string, unknown> }[];
  saleId: string;
  terms: Terms;
  planted: Planted;
  /** Subscribers to what the scripts publish. */
  listeners: Set<Listener>;
  /** What each change of the sale tells its listeners, none of it lost. */
  onNotice: (text: string) => void;
  /** Times in which no order could be stored, by the monotonic clock. */
  outages: { from: number; to: number }[];
  /** Every worker had read the clock of Redis before it was set, and what it sent until then has arrived: each can tell. */
  isJumpKnown: boolean;
  /** When that was, by the monotonic clock; null: it was not set forward. */
  clockSetAt: number | null;
  /** Until then something went wrong, by the monotonic clock. */
  disturbedUntil: number;
  /** For what the history itself looks up: it takes no step. */
  own: { engine: Engine; db: Db };
}

export interface Listener {
  process: Process;
  hear(channel: string, text: string): void;
}

let ownStore: RedisStore | null = null;
let ownTexts: Texts = { of: () => undefined, sent: (text) => text };
const ownEngine = createEngine(
  createRedisClient(async (words) => {
    if (!ownStore) {
      throw new Error('no history runs');
    }
    return serve(ownStore, ownTexts, words);
  }),
);

export interface Terms {
  stock: number;
  holdTtlSeconds: number;
  fastPassPercent: number;
  extensions: number;
  /** After which the sale is over; long after the history where it does not matter. */
  lastsMs: number;
  /** How many names a block may have; MongoDB refuses documents of more than a few times as many. */
  namesPerBlock: number | null;
  /** How often a published message does not arrive. */
  noticeLoss: number;
  /** Workers check whether MongoDB stores what is written; it takes many steps. */
  watchesMongo: boolean;
  /** The sale is archived or deleted. */
  isRemoved: boolean;
  /** The APIs keep the public answers ready; it takes many steps. */
  hasBoard: boolean;
  /** The workers judge the sale while it lives: what is changed by hand is found and mended. */
  isAudited: boolean;
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
    (channel, text) => publish(world, channel, text),
  );
  // A transaction that a dead process left open would live for as long as a clock was set back.
  const store = new MongoStore(() => scheduler.steady);
  if (terms.namesPerBlock !== null) {
    store.documentBytesMax = BYTES_OF_NAME * 2 * terms.namesPerBlock;
  }
  ownStore = redis;
  ownTexts = textsOf(planted);
  const { stock, holdTtlSeconds, fastPassPercent, extensions, lastsMs } = terms;
  const now = scheduler.now();
  const own = { holdTtlSeconds, fastPassPercent, extensions, extensionSeconds: holdTtlSeconds };
  const doc = newSaleDoc(
    buildNewSale(now, { startingQuantity: stock, endsAt: now + lastsMs, ...own }),
    now,
  );
  store.insert('flashsales', doc as unknown as Doc, {});
  const sale = toSale(doc);
  const world: World = {
    ...{ scheduler, random, redis, mongo: store, saleId: sale.id, terms, planted },
    ...{ provider: null },
    ...{ payments: new Map(), jobs: createJobQueue(scheduler), alerts: [] },
    ...{ listeners: new Set(), onNotice: () => {}, outages: [] },
    ...{ isJumpKnown: true, clockSetAt: null, disturbedUntil: 0 },
    own: { engine: ownEngine, db: openDatabase(store, async (work) => work()) },
  };
  world.provider = planted.hasProvider ? createProvider(world) : null;
  await ownEngine.activate(sale.id, rulesOf(sale), { epoch: 1, stock });
  return world;
}

/** What a name costs in a block: in the text of its entry, and with its id beside it (log-page.ts). */
const BYTES_OF_NAME = 220;

function publish(world: World, channel: string, text: string): void {
  const { scheduler, random, terms } = world;
  if (channel === noticeChannel) {
    world.onNotice(text);
  }
  for (const listener of world.listeners) {
    if (listener.process.isDead) {
      world.listeners.delete(listener);
    } else if (!random.chance(terms.noticeLoss)) {
      scheduler.post(listener.process, () => listener.hear(channel, text));
    }
  }
}

const plain = scriptTexts();

function textsOf({ script }: Planted): Texts {
  const texts = new Map(script ? scriptTexts(script) : plain);
  return {
    of: (sha1) => texts.get(sha1),
    sent(text) {
      const patched = script?.('once', text) ?? text;
      texts.set(scriptOf(text).sha1, patched);
      return patched;
    },
  };
}

const scripts = loadScripts();
const names = new Map(scriptNames.map((name) => [scripts[name].sha1, name] as const));

/** A connection of one process to Redis, and the engine on it. */
export function openOwnEngine(world: World, process: Process): { redis: Redis; engine: Engine } {
  const { scheduler, redis: store, planted } = world;
  const texts = ownTexts;
  const redis = createRedisClient((words) =>
    scheduler.ask({
      name: names.get(words[1] ?? '') ?? words[0] ?? '',
      wire: 'redis',
      text: () => commandText(words),
      work: () => serve(store, texts, words),
      failure: () => new Error('Connection is closed.'),
      mayResend: true,
    }),
  );
  const engine = createEngine(redis);
  return { redis, engine: planted.engine?.(engine, process) ?? engine };
}

/** A script by its name, without the keys. */
function commandText([name = '', sha1 = '', count = '', ...rest]: readonly string[]): string {
  const script = names.get(sha1);
  return script
    ? `${script} ${rest.slice(Number(count)).join(' ').slice(0, 120)}`
    : `${name} ${sha1.slice(0, 40)} ${rest.join(' ').slice(0, 120)}`;
}

/** The queue as a process sees it: each job is a command that may get lost. */
export function openOwnQueue({ scheduler, jobs }: World): WakeQueue {
  const add = (name: Parameters<JobQueue['add']>[0], at: number | null) =>
    scheduler.ask({
      name: 'queue',
      wire: 'queue',
      work: () => jobs.add(name, at),
      failure: () => new Error('Connection is closed.'),
    });
  return {
    wake: () => add('reserve', null),
    releaseAt: (_: string, at: number) => add('release_hold', at),
    openAt: (_: string, at: number) => add('open_sale', at),
    endAt: (_: string, at: number) => add('end_sale', at),
  } as unknown as WakeQueue;
}

export const log = {
  trace() {},
  debug() {},
  info() {},
  warn() {},
  error() {},
  fatal() {},
} as never;

export function openOwnDatabase(world: World, process: Process): Db {
  const { scheduler, mongo: store, planted } = world;
  const ask: Ask = (work, about) =>
    scheduler.ask({
      name: about.name,
      wire: 'mongo',
      isMajority: isMajority(about),
      work,
      failure: () => networkError(about.inTransaction, about.isCommit === true),
      maxTimeMs: about.maxTimeMs,
      tooLong: () => serverError('MaxTimeMSExpired', 50),
    });
  const db = openDatabase(store, ask);
  return planted.db?.(db, process) ?? db;
}

const READS = /\.(find|findOne|countDocuments)$/;

function isMajority({ name, inTransaction, isCommit = false }: About): boolean {
  return isCommit || (!inTransaction && !READS.test(name));
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
