import { createElection, noticeChannel, workChannel } from '@flash/reservation';
import { createLiveAuditor } from '../../apps/worker/src/audit/auditor.ts';
import type { Alert } from '../../apps/worker/src/base/alerts/alerts.ts';
import { createClockReadings } from '../../apps/worker/src/base/clock/clock-guard.ts';
import { createLatestTime } from '../../apps/worker/src/base/clock/latest-time.ts';
import { createLocks } from '../../apps/worker/src/base/drain-lock.ts';
import { createKeyedQueue } from '../../apps/worker/src/base/keyed-queue.ts';
import { createLiveSales } from '../../apps/worker/src/base/live-sales.ts';
import { createSaleCache } from '../../apps/worker/src/base/sale-cache.ts';
import { createTurns } from '../../apps/worker/src/base/turns.ts';
import { createResolve, createSweep } from '../../apps/worker/src/expiry/expiry.ts';
import {
  createReach,
  createReachability,
} from '../../apps/worker/src/expiry/mongo-reachability.ts';
import { createOutage, moveHolds } from '../../apps/worker/src/expiry/outage.ts';
import { createDrain } from '../../apps/worker/src/granting/drain.ts';
import { createFastPass } from '../../apps/worker/src/granting/fast-pass.ts';
import {
  createFinishPayments,
  createReleaseLeftOvers,
  createVoidAuthorisations,
} from '../../apps/worker/src/intents/payments.ts';
import {
  createFinishStock,
  createReturnUnits,
  createSendRules,
} from '../../apps/worker/src/intents/unfinished-changes.ts';
import { LIVE_SALES, listPeriodicJobs } from '../../apps/worker/src/jobs/periodic-jobs.ts';
import { createHandlers } from '../../apps/worker/src/jobs/processor.ts';
import { createBlockCodec } from '../../apps/worker/src/log-store/block-codec.ts';
import { createBlockWriter } from '../../apps/worker/src/log-store/block-writer.ts';
import { createRebuildDamaged, createRecover } from '../../apps/worker/src/restore/recover.ts';
import { createRestore } from '../../apps/worker/src/restore/restore.ts';
import { createCleanupSale } from '../../apps/worker/src/retention/cleanup-sale.ts';
import { createCleanUpGone } from '../../apps/worker/src/retention/gone-sales.ts';
import { createInspectSale } from '../../apps/worker/src/tick/inspect-sale.ts';
import { createJobTimes } from '../../apps/worker/src/tick/job-times.ts';
import { createPollingSchedule } from '../../apps/worker/src/tick/polling-schedule.ts';
import { createSaleTasks } from '../../apps/worker/src/tick/sale-tasks.ts';
import { createTicker } from '../../apps/worker/src/tick/ticker.ts';
import { createWakeTimers } from '../../apps/worker/src/tick/wake-timers.ts';
import { createPayment } from './payment.ts';
import type { Process } from './scheduler.ts';
import { log, openOwnDatabase, openOwnEngine, openOwnQueue, type World } from './world.ts';

export interface Worker {
  process: Process;
  /** It has read the clock of Redis, and would see that it was set. */
  knowsClock(): boolean;
}

const GRACE_MS = 400;
const LOCK_TTL_MS = 750;
/** Slower than the real ones: a history is short, and what they find is the same. */
const TICK_MS = 500;
const GLANCE_MS = 1_000;
const PERIODIC_MS = 1_500;
const PAYMENT_AGE_MS = 1_000;
const IDLE_MS = 60_000;
const OUTAGE_MS = 500;
/** Longer than a process sleeps and a command is on its way. */
const AGAIN_MS = 25_000;

/** Takes every call and counts nothing. */
const metrics: never = new Proxy(() => {}, {
  get: () => metrics,
  apply: () => metrics,
}) as never;

/** A worker with all that it does about sales, made of the same parts as the real one (wiring.ts, worker.ts). */
export function startWorker(world: World, name: string): Worker {
  const { scheduler } = world;
  const process = scheduler.spawn(name);
  const parts = scheduler.within(process, () => {
    const wired = wire(world, process);
    const start = () => {
      wired.start().catch(() => scheduler.post(process, start, TICK_MS));
    };
    scheduler.post(process, start);
    return wired;
  });
  return { process, knowsClock: () => parts.clockReadings.servers().length > 0 };
}

function wire(world: World, process: Process) {
  const { scheduler, planted, saleId, alerts, listeners, terms, jobs } = world;
  const { redis, engine: common } = openOwnEngine(world, process);
  const engine = planted.workerEngine?.(common, process) ?? common;
  const db = openOwnDatabase(world, process);
  const payment = createPayment(world, db);
  const { orders, sales } = db;
  const database = db as never;
  const crash = () => {};
  const alert: Alert = (kind, _saleId, details) => {
    alerts.push({ kind, details });
  };
  const id = `${process.name}-${scheduler.steps}`;
  const election = createElection(redis, id);
  const locks = createLocks({ engine, token: id, ttlMs: LOCK_TTL_MS, log });
  const taskQueue = createKeyedQueue(log);
  const liveSales = createLiveSales(sales);
  const saleCache = createSaleCache();
  const clockReadings = createClockReadings();
  const polling = createPollingSchedule({ now: () => performance.now() });
  const page =
    terms.namesPerBlock === null ? undefined : { entries: 1_000, names: terms.namesPerBlock };
  const codec = createBlockCodec({ page: planted.page ?? page });

  const outage = createOutage({
    reach: planted.reach ?? createReach(() => db.processes.beat(id)),
    ...createReachability(redis, election, id),
    moveHolds: (byMs) => moveHolds({ engine, liveSales, log }, byMs),
    alert,
    metrics,
    log,
    now: () => performance.now(),
  });
  // Only a check ends a suspicion.
  const mayAsk = terms.watchesMongo ? outage.mayAsk : () => true;
  const ownFastPass = createFastPass({ engine, orders, alert, onSilence: outage.suspect });
  const fastPass = planted.fastPass?.({ engine, orders }) ?? ownFastPass;
  const drain = createDrain({
    ...{ engine, locks, fastPass, mayAsk, crash, metrics },
    latestTime: createLatestTime({ saleCache, clockReadings }),
  });
  const sweep = createSweep(engine, metrics);
  const writer = createBlockWriter({
    ...{ engine, db: database, codec, crash, metrics, alert, election, log },
    async onGap(of, epoch) {
      await engine.halt(of, 'the log has a gap', epoch);
      polling.hint(of);
    },
  });
  const voidAuthorisations = createVoidAuthorisations({ orders, payment });
  const ownCleanup = createCleanupSale({
    ...{ engine, db: database, codec, alert, log, voidAuthorisations, againMs: AGAIN_MS },
    forget(of) {
      for (const part of [codec, saleCache, polling, jobTimes, writer]) {
        part.forget(of);
      }
    },
  });
  const cleanupSale = planted.cleanupSale?.(ownCleanup, { writer, engine, sales }) ?? ownCleanup;
  const cleanUpGone = createCleanUpGone({ redis, db: { sales }, election, cleanupSale });
  const jobQueue = openOwnQueue(world);
  const jobTimes = createJobTimes(jobQueue);
  const restore = createRestore({
    ...{ engine, db: database, locks, codec, mayAsk, crash, alert, metrics, log },
    graceMs: GRACE_MS,
  });
  async function onRecovered(of: string): Promise<void> {
    saleCache.forgetState(of);
    writer.forget(of);
    await liveSales.refresh();
    polling.hint(of);
  }
  const auditor = createLiveAuditor({
    ...{ engine, db: database, redis, codec, election, alert, metrics },
    restoreGraceMs: GRACE_MS,
  });
  const isAudited = terms.isAudited && planted.audits !== false;
  async function audit(of: string, n: number) {
    const found = await auditor.audit(of, n);
    return found && planted.audits === 'state' ? { ...found, violations: [] } : found;
  }
  const tasks = createSaleTasks({
    ...{ engine, taskQueue, saleCache, polling, jobTimes, drain, sweep, mayAsk, onRecovered },
    resolve: createResolve({ engine, orders, alert, crash, metrics }),
    storeLog: writer.store,
    sendRules: createSendRules(engine, sales),
    finishStock: createFinishStock({ engine, sales, alert }),
    audit: isAudited ? audit : async () => null,
    auditDueIn: isAudited ? auditor.dueIn : () => null,
    storeTurns: createTurns({ atOnce: 4 }),
    auditTurns: createTurns({ atOnce: 1 }),
    jobTurns: createTurns({ atOnce: 1 }),
    recover: createRecover({ db: database, saleCache, restore, onRecovered, onGone: cleanupSale }),
    rebuildDamaged: createRebuildDamaged({ election, restore }),
  });
  // Two workers that both take a sale for their own do no harm.
  const shares = { of: () => 'own' as const };
  const wakeTimers = createWakeTimers((of) => ticker.prompt(of));
  const inspectSale = createInspectSale({
    ...{ engine, saleCache, clockReadings, tasks, wakeTimers, alert, metrics },
    idleMs: IDLE_MS,
    isDatabaseAway: outage.isAway,
  });
  const ticker = createTicker({
    ...{ engine, liveSales, saleCache, clockReadings, polling, inspectSale, metrics, log },
    shares,
    onLost: () => {},
    tickMs: TICK_MS,
    glanceMs: planted.glances === false ? 1e9 : GLANCE_MS,
  });
  const handlers = createHandlers({
    ...{ engine, liveSales, polling, ticker, drain, log },
    lockTtlMs: LOCK_TTL_MS,
  });
  const releaseHold = planted.releaseHold?.(engine) ?? handlers.release_hold;

  const finishPayments = createFinishPayments({ orders, payment, alert, metrics });
  const releaseLeftOvers = createReleaseLeftOvers({ engine, db: database, payment, metrics });
  const returnUnits = createReturnUnits({ engine, orders, sales });

  function every(ms: number, work: () => Promise<unknown>): void {
    const again = () => {
      // A failure is repeated in the next round.
      const done = () => scheduler.post(process, again, ms);
      work().then(done, done);
    };
    scheduler.post(process, again, scheduler.random.below(ms));
  }

  const unlessAway = (work: () => Promise<unknown>) => async () => {
    if (!outage.isAway()) {
      await work();
    }
  };

  const periodic = { outage, liveSales, shares, taskQueue, ticker, cleanupSale };
  const listed = listPeriodicJobs(periodic as never).find((job) => job.name === LIVE_SALES);

  /** Archived or deleted while no worker knew the sale. */
  async function cleanUpOthers(): Promise<void> {
    const sale = await sales.get(saleId);
    if (sale?.status === 'archived' && (await redis.exists(`fsmeta:{${saleId}}`)) === 1) {
      await cleanupSale(saleId);
    }
    for (const of of await sales.removed(10)) {
      await cleanupSale(of);
      await sales.noteSeenOff(of);
    }
    if (planted.asksForGone !== false) {
      await cleanUpGone();
    }
  }

  async function start(): Promise<void> {
    await liveSales.refresh();
    listeners.add({
      process,
      hear(channel) {
        if (!liveSales.get(saleId)) {
          return;
        }
        if (channel === workChannel) {
          tasks.drain(saleId);
        }
        if (channel === workChannel || channel === noticeChannel) {
          polling.hint(saleId);
        }
      },
    });
    jobs.take(process, (name) => {
      const handle = name === 'release_hold' ? releaseHold : handlers[name];
      handle(saleId).catch(() => {});
    });
    ticker.start();
    if (terms.watchesMongo) {
      every(OUTAGE_MS, outage.check);
    }
    every(2 * TICK_MS, async () => listed?.run());
    every(
      PERIODIC_MS,
      unlessAway(() => finishPayments(scheduler.now() - PAYMENT_AGE_MS)),
    );
    if (world.provider) {
      every(
        PERIODIC_MS,
        unlessAway(() => releaseLeftOvers(scheduler.now())),
      );
    }
    every(PERIODIC_MS, unlessAway(returnUnits));
    every(
      3 * PERIODIC_MS,
      unlessAway(async () => {
        const sale = liveSales.get(saleId);
        if (sale && sale.epoch > 1) {
          await voidAuthorisations(sale);
        }
      }),
    );
    if (terms.isRemoved) {
      every(2 * PERIODIC_MS, unlessAway(cleanUpOthers));
    }
  }
  return { start, clockReadings };
}
