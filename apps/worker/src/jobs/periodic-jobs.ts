import type { Database, LiveSale } from '@flash/database';
import { type Election, keysOf } from '@flash/reservation';
import type { Logger, RedisClient } from '@flash/shared-config';
import { forEachAtMost } from '../base/for-each.ts';
import type { KeyedQueue } from '../base/keyed-queue.ts';
import type { LiveSales } from '../base/live-sales.ts';
import type { Outage } from '../expiry/outage.ts';
import type { Followers } from '../followers/followers.ts';
import type { VoidAuthorisations } from '../intents/payments.ts';
import type { MailSender } from '../mail/mail.ts';
import type { CleanupSale } from '../retention/cleanup-sale.ts';
import type { CleanUpGone } from '../retention/gone-sales.ts';
import type { Retention } from '../retention/retention.ts';
import { ATTEND_MS, type SaleShares } from '../tick/sale-shares.ts';
import type { Ticker } from '../tick/ticker.ts';
import type { ReplayLogs } from '../webhooks/replays.ts';
import type { WebhookSender } from '../webhooks/sender.ts';

export interface PeriodicJob {
  name: string;
  everyMs: number;
  /** While nothing happens it runs only so often. Missing: always alike. */
  restMs?: number;
  /** A number above 0 says that it found something to do. */
  run: () => Promise<unknown>;
}

export interface PeriodicJobs {
  start(): void;
  /** Runs this job before its time, at most each half second. */
  soon(name: string): void;
  /** Something happened, or may have unheard: those that rest run at once, and as often as they do for a while. */
  stir(): void;
  stop(): Promise<void>;
}

const SOON_MS = 500;
/** What happens brings more with it. Longer than any transaction, so that a notice may come before what it tells of. */
const AWAKE_MS = 10_000;
/** What woke them goes first. */
const STIR_MS = 150;

/**
 * Work that belongs to no single sale; each job waits for its own last run. While nothing happens most of it rests:
 * what a notice does not tell of is then found by the next run, and a process that died stirs the others.
 */
export function createPeriodicJobs(
  log: Logger,
  list: readonly PeriodicJob[],
  awakeMs = AWAKE_MS,
): PeriodicJobs {
  const timers: NodeJS.Timeout[] = [];
  const running = new Map<PeriodicJob, Promise<void>>();
  const broken = new Set<PeriodicJob>();
  const begunAt = new Map<PeriodicJob, number>();
  const early = new Map<PeriodicJob, NodeJS.Timeout>();
  let stirredAt = Number.NEGATIVE_INFINITY;

  const isAtRest = () => performance.now() - stirredAt >= awakeMs;

  /** Timers come early or late by some ms, so half a turn is allowed for. */
  function isResting({ restMs, everyMs }: PeriodicJob, lastAt: number): boolean {
    return restMs !== undefined && isAtRest() && performance.now() - lastAt < restMs - everyMs / 2;
  }

  function turn(job: PeriodicJob): void {
    if (!isResting(job, begunAt.get(job) ?? Number.NEGATIVE_INFINITY)) {
      begin(job);
    }
  }

  function beginSoon(job: PeriodicJob, inMs: number): void {
    if (timers.length === 0 || early.has(job)) {
      return;
    }
    const run = () => {
      early.delete(job);
      begin(job);
    };
    const waitMs = (begunAt.get(job) ?? 0) + SOON_MS - performance.now();
    early.set(job, setTimeout(run, Math.max(inMs, waitMs)));
  }

  function stir(): void {
    const wasAtRest = isAtRest();
    stirredAt = performance.now();
    if (wasAtRest) {
      for (const job of list.filter(({ restMs }) => restMs !== undefined)) {
        beginSoon(job, STIR_MS);
      }
    }
  }

  function begin(job: PeriodicJob): void {
    if (running.has(job)) {
      return;
    }
    begunAt.set(job, performance.now());
    const run = Promise.resolve()
      .then(job.run)
      .then(
        (found) => {
          broken.delete(job);
          if (typeof found === 'number' && found > 0) {
            stir();
          }
        },
        (error) => {
          if (!broken.has(job)) {
            log.warn({ err: error, job: job.name }, `periodic job failed: ${job.name}`);
          }
          broken.add(job);
        },
      )
      .finally(() => running.delete(job));
    running.set(job, run);
  }

  return {
    start() {
      stirredAt = performance.now();
      for (const job of list) {
        begin(job);
        timers.push(setInterval(turn, job.everyMs, job));
      }
    },
    soon(name) {
      const job = list.find((one) => one.name === name);
      if (job) {
        beginSoon(job, 0);
      }
    },
    stir,
    async stop() {
      for (const timer of [...timers.splice(0), ...early.values()]) {
        clearInterval(timer);
      }
      await Promise.all(running.values());
    },
  };
}

/** A payment younger than this is still in the hands of the process that made it. */
const PAYMENT_AGE_MS = 2_000;
const SILENT_MS = 2_000;
const RETENTION_MS = 60_000;
const FOLLOW_MS = 3_000;
const MAILS_MS = 1_000;
/** Between two looks for what no notice told of, while nothing happens. */
const REST_MS = 5_000;
/** Sales that are cleaned up or asked about at the same time. */
const AT_ONCE = 4;
const DELETED_ROUND = 100;

export interface PeriodicDeps {
  redis: RedisClient;
  db: Database;
  election: Election;
  liveSales: LiveSales;
  shares: SaleShares;
  taskQueue: KeyedQueue;
  ticker: Ticker;
  outage: Outage;
  followers: Followers;
  /** Null: there are no mails. */
  mail: MailSender | null;
  webhookSender: WebhookSender | null;
  replayLogs: ReplayLogs;
  cleanupSale: CleanupSale;
  cleanUpGone: CleanUpGone;
  finishPayments: (before: number) => Promise<number>;
  allowLaterTypes: () => Promise<void>;
  retention: Retention;
  completeAuditRows: (now: number) => Promise<number>;
  returnUnits: () => Promise<number>;
  voidAuthorisations: VoidAuthorisations;
  releaseLeftOvers: (now: number) => Promise<number>;
}

/** Runs that find nothing until a job runs only every fifth time. */
const QUIET_RUNS = 10;
const QUIET_EVERY = 5;

/** What only a dead process leaves behind is looked for less often where nothing was found for a while. */
export function seldomWhenQuiet(run: () => Promise<number>): () => Promise<void> {
  let empty = 0;
  return async () => {
    if (empty >= QUIET_RUNS && empty % QUIET_EVERY !== 0) {
      empty += 1;
      return;
    }
    const found = await run();
    empty = found > 0 ? 0 : empty + 1;
  };
}

/** The job that lists the sales; a notice of a sale that is not listed brings it forward. */
export const LIVE_SALES = 'live sales';

/** What a worker does besides its ticks; while MongoDB is away only the outage is checked. */
export function listPeriodicJobs(deps: PeriodicDeps): PeriodicJob[] {
  const { outage } = deps;
  const unlessAway = (
    name: string,
    everyMs: number,
    run: () => Promise<unknown>,
    restMs?: number,
  ): PeriodicJob => ({
    ...{ name, everyMs, ...(restMs !== undefined && { restMs }) },
    run: async () => (outage.isAway() ? 0 : run()),
  });
  return [
    { name: 'outage', everyMs: 500, run: () => checkOutage(outage) },
    { name: 'shares of the workers', everyMs: ATTEND_MS, run: deps.shares.refresh },
    unlessAway(LIVE_SALES, 1_000, () => refreshLiveSales(deps), REST_MS),
    unlessAway('dead processes', 1_000, () => endDeadProcesses(deps), REST_MS),
    unlessAway(
      'payments',
      1_000,
      seldomWhenQuiet(() => finishPayments(deps)),
    ),
    unlessAway(
      'left-over payments',
      1_000,
      seldomWhenQuiet(() => deps.releaseLeftOvers(Date.now())),
    ),
    unlessAway('sales just archived', 3_000, () => cleanUpArchived(deps, 10), REST_MS),
    unlessAway('deleted sales', 3_000, () => cleanUpDeleted(deps), REST_MS),
    unlessAway('archived sales', 600_000, () => cleanUpArchived(deps, 100)),
    unlessAway('gone sales', 3_000, deps.cleanUpGone, REST_MS),
    unlessAway('types of the log', 5_000, deps.allowLaterTypes),
    unlessAway('retention', RETENTION_MS, () => forgetOverdue(deps)),
    unlessAway('followers of the log', FOLLOW_MS, () => catchUp(deps), REST_MS),
    ...(deps.mail ? [unlessAway('mails', MAILS_MS, deps.mail.sendDue, REST_MS)] : []),
    ...(deps.webhookSender
      ? [unlessAway('webhooks', 1_000, createSendWebhooks(deps), REST_MS)]
      : []),
    unlessAway('audit rows', 1_000, () => deps.completeAuditRows(Date.now()), REST_MS),
    unlessAway('unit returns', 1_000, seldomWhenQuiet(deps.returnUnits)),
    unlessAway('open authorisations', 5_000, () => voidOlderAuthorisations(deps)),
  ];
}

/** What could not be done while MongoDB was away is looked for once it is back. */
async function checkOutage(outage: Outage): Promise<number> {
  const wasAway = outage.isAway();
  await outage.check();
  return wasAway && !outage.isAway() ? 1 : 0;
}

/** What one of them left half done the other jobs look for. */
async function endDeadProcesses({ db }: PeriodicDeps): Promise<number> {
  return (await db.processes.reapSilent(SILENT_MS)).length;
}

const finishPayments = (deps: PeriodicDeps) => deps.finishPayments(Date.now() - PAYMENT_AGE_MS);

/** One worker is enough; a second one at the same time would only do the same. */
async function forgetOverdue({ election, retention }: PeriodicDeps): Promise<void> {
  if (await election.lead('retention', RETENTION_MS + 5_000)) {
    await retention(Date.now());
  }
}

async function catchUp({ election, followers, liveSales }: PeriodicDeps): Promise<void> {
  if (await election.lead('followers', FOLLOW_MS + 2_000)) {
    await followers.catchUp(liveSales.list().map(({ id }) => id));
  }
}

/** One worker reads the outbox; when it dies, another one starts after this time. */
const WEBHOOK_LEAD_MS = 3_000;

/** Where no address is to be told, only that is asked, and so rarely. What happens is noticed at once by the followers. */
const NO_WEBHOOKS_MS = 3_000;

function createSendWebhooks({ election, webhookSender, replayLogs }: PeriodicDeps) {
  let restUntil = 0;
  return async () => {
    const isDue = webhookSender !== null && performance.now() >= restUntil;
    if (!isDue || !(await election.lead('webhooks', WEBHOOK_LEAD_MS))) {
      return 0;
    }
    const sent = await webhookSender.sendDue();
    const endpoints = webhookSender.endpoints();
    if (endpoints.length === 0) {
      restUntil = performance.now() + NO_WEBHOOKS_MS;
      return sent;
    }
    return sent + (await replayLogs(endpoints));
  };
}

async function voidOlderAuthorisations({ liveSales, shares, voidAuthorisations }: PeriodicDeps) {
  const own = liveSales.list().filter(({ id }) => shares.of(id) === 'own');
  const restored = own.filter((sale) => sale.epoch > 1);
  await forEachAtMost(AT_ONCE, restored, async (sale) => void (await voidAuthorisations(sale)));
}

/** Archived while no worker ran, or before any worker had listed the sale. */
async function cleanUpArchived({ db, redis, cleanupSale }: PeriodicDeps, limit: number) {
  const newest = { status: 'archived', sort: 'updatedAt', order: 'desc', limit } as const;
  const { items } = await db.sales.list(newest, Date.now());
  await forEachAtMost(AT_ONCE, items, async (sale) => {
    if ((await redis.exists(keysOf(sale.id).meta)) === 1) {
      await cleanupSale(sale.id);
    }
  });
}

/**
 * Deleted while no worker was there, or by a process that died before it had dropped the keys. One for
 * which the payment provider fails is tried again in the next round and holds up no other.
 */
async function cleanUpDeleted({ db, cleanupSale }: PeriodicDeps): Promise<void> {
  await forEachAtMost(AT_ONCE, await db.sales.removed(DELETED_ROUND), async (saleId) => {
    await cleanupSale(saleId);
    await db.sales.noteSeenOff(saleId);
  });
}

/** Has changed sales inspected at once, and those cleaned up that are no longer live. */
async function refreshLiveSales(deps: PeriodicDeps): Promise<void> {
  const { liveSales, shares, taskQueue, ticker, cleanupSale } = deps;
  const before = new Map(liveSales.list().map((sale) => [sale.id, textOf(sale)]));
  await liveSales.refresh();
  for (const saleId of liveSales.departed()) {
    taskQueue.start('restore', saleId, async () => {
      await cleanupSale(saleId);
      liveSales.cleanedUp(saleId);
    });
  }
  for (const sale of liveSales.list()) {
    if (shares.of(sale.id) === 'own' && before.get(sale.id) !== textOf(sale)) {
      ticker.prompt(sale.id);
    }
  }
}

/** A sale is inspected at once when any of this changes. */
function textOf({ epoch, version, adjusting, restoring }: LiveSale): string {
  return [epoch, version, adjusting, restoring?.epoch].join(' ');
}
