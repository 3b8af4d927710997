import type { Database, Sale } from '@flash/database';
import type { Engine, Places, Snapshot } from '@flash/reservation';
import { bestEffort, type Logger, type RedisClient } from '@flash/shared-config';
import type { QueueOverview } from '@flash/shared-types';
import { type Clock, withinTime } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';
import type { Accounts } from '../accounts/directory.ts';
import { iso } from '../shared/wire.ts';
import type { JoinTimes } from './join-times.ts';

/** For what is read from the log of a sale. */
export interface HistoryContext {
  db: Pick<Database, 'blocks' | 'orders' | 'sales'>;
  engine: Pick<Engine, 'readLog'>;
}

export interface QueueContext {
  db: Pick<Database, 'sales' | 'orders' | 'blocks' | 'processes' | 'db'>;
  engine: Engine;
  redis: RedisClient;
  places: Places;
  accounts: Accounts;
  clock: Clock;
  joinTimes: JoinTimes;
  log: Pick<Logger, 'warn'>;
  parts: () => Promise<PartsView>;
}

/** The sale that was asked for; without an id the current one, else the next. */
export async function saleOf({ db, clock }: QueueContext, id: string | undefined): Promise<Sale> {
  const sale = await (id === undefined ? db.sales.current(clock.now()) : db.sales.get(id));
  if (!sale) {
    throw new AppError('SALE_NOT_FOUND');
  }
  return sale;
}

export async function readAgain({ db }: QueueContext, sale: Sale): Promise<Sale> {
  return (await db.sales.get(sale.id)) ?? sale;
}

/** Null where Redis keeps nothing of the sale, or cannot tell just now. */
export async function snapshotOf({ engine }: QueueContext, sale: Sale): Promise<Snapshot | null> {
  if (sale.epoch === 0 || sale.status === 'archived') {
    return null;
  }
  const outcome = await engine.snapshot(sale.id);
  return outcome.kind === 'snapshot' ? outcome : null;
}

type PartsView = Pick<QueueOverview, 'worker' | 'redis' | 'database'>;

interface PartsDeps {
  redis: Pick<RedisClient, 'ping'>;
  db: Pick<Database, 'processes' | 'db'>;
  clock: Clock;
  log: Pick<Logger, 'warn'>;
}

const FRESH_MS = 900;
const PATIENCE_MS = 800;
const ALIVE_MS = 3_000;

/** How the parts behind every line are; asked at most once a second, however many want to know. */
export function createParts(deps: PartsDeps): () => Promise<PartsView> {
  let asked: { at: number; answer: Promise<PartsView> } | null = null;
  return () => {
    const now = deps.clock.now();
    if (!asked || now - asked.at >= FRESH_MS) {
      asked = { at: now, answer: ask(deps) };
    }
    return asked.answer;
  };
}

async function ask({ redis, db, clock, log }: PartsDeps): Promise<PartsView> {
  const [redisPart, databasePart, worker] = await Promise.all([
    timed(log, () => redis.ping()),
    timed(log, () => db.db.command({ ping: 1 })),
    workerOf({ db, log }),
  ]);
  const at = iso(clock.now());
  return {
    redis: { ...redisPart, at },
    database: { ...databasePart, at },
    worker: { ...worker, at },
  };
}

async function timed(log: PartsDeps['log'], call: () => Promise<unknown>) {
  const startedAt = performance.now();
  const asking = bestEffort(log, 'ping an engine', call(), null);
  const answer = await withinTime(asking, PATIENCE_MS);
  if (answer === null) {
    return { ok: false, latencyMs: null };
  }
  return { ok: true, latencyMs: Math.round((performance.now() - startedAt) * 10) / 10 };
}

async function workerOf({ db, log }: Pick<PartsDeps, 'db' | 'log'>) {
  const reading = bestEffort(log, 'list the processes', db.processes.list(), null);
  const list = await withinTime(reading, PATIENCE_MS);
  const workers = (list ?? []).filter((one) => one.kind === 'worker');
  const [latest] = workers.sort((a, b) => b.at - a.at);
  if (!latest) {
    return { alive: false, lastSeenAt: null };
  }
  return { alive: latest.silentMs < ALIVE_MS, lastSeenAt: iso(latest.at) };
}
