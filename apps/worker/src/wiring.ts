import { randomUUID } from 'node:crypto';
import type { Database } from '@flash/database';
import {
  createAttendance,
  createElection,
  createEngine,
  createPressTraces,
  createWakeQueue,
} from '@flash/reservation';
import type { BuildInfo, Tracing } from '@flash/shared-config';
import { createWebhookKeySafe, type TargetPolicy } from '@flash/shared-config';
import { createLiveAuditor } from './audit/auditor.ts';
import { createAlertWebhook } from './base/alerts/alert-webhook.ts';
import { createAlert } from './base/alerts/alerts.ts';
import { createClockReadings } from './base/clock/clock-guard.ts';
import { createLatestTime } from './base/clock/latest-time.ts';
import type { Connections } from './base/connections.ts';
import { createCrashHook } from './base/crash-points.ts';
import { createLocks } from './base/drain-lock.ts';
import { createKeyedQueue } from './base/keyed-queue.ts';
import { createLiveSales } from './base/live-sales.ts';
import { createMetrics, forgetSale } from './base/metrics.ts';
import { createSaleCache } from './base/sale-cache.ts';
import { createTurns } from './base/turns.ts';
import { createResolve, createSweep } from './expiry/expiry.ts';
import { createReach, createReachability } from './expiry/mongo-reachability.ts';
import { createOutage, moveHolds } from './expiry/outage.ts';
import { createFollowers, type LogConsumer } from './followers/followers.ts';
import { createDrain, createLineTraces } from './granting/drain.ts';
import { createFastPass } from './granting/fast-pass.ts';
import {
  createFinishPayments,
  createReleaseLeftOvers,
  createVoidAuthorisations,
} from './intents/payments.ts';
import {
  createCompleteAuditRows,
  createFinishStock,
  createReturnUnits,
  createSendRules,
} from './intents/unfinished-changes.ts';
import { createPeriodicJobs, listPeriodicJobs } from './jobs/periodic-jobs.ts';
import { createHandlers } from './jobs/processor.ts';
import { createBlockCodec } from './log-store/block-codec.ts';
import { createBlockWriter } from './log-store/block-writer.ts';
import { createAllowLaterTypes } from './log-store/later-types.ts';
import { createMailSender, type WorkerMailSettings } from './mail/mail.ts';
import { createRebuildDamaged, createRecover } from './restore/recover.ts';
import { createRestore } from './restore/restore.ts';
import { createCleanupSale } from './retention/cleanup-sale.ts';
import { createCleanUpGone } from './retention/gone-sales.ts';
import { createRetention } from './retention/retention.ts';
import { createInspectSale } from './tick/inspect-sale.ts';
import { createJobTimes } from './tick/job-times.ts';
import { createPollingSchedule } from './tick/polling-schedule.ts';
import { createSaleShares } from './tick/sale-shares.ts';
import { createSaleTasks } from './tick/sale-tasks.ts';
import { createTicker } from './tick/ticker.ts';
import { createWakeTimers } from './tick/wake-timers.ts';
import { createWebhookConsumer } from './webhooks/consumer.ts';
import { createReplayLogs } from './webhooks/replays.ts';
import { createWebhookSender } from './webhooks/sender.ts';

/** What a worker can be told. */
export interface WorkerSettings {
  queueName: string;
  bullmqPrefix: string;
  concurrency: number;
  lockTtlMs: number;
  restoreGraceMs: number;
  /** Days after which a sale that is over forgets its buyers; without them it never does. */
  retentionDays?: number;
  /** Where alerts are posted; without it they are counted and logged. */
  alertWebhookUrl?: string | null;
  /** Missing: buyers are told nothing by mail, and that costs nothing. */
  mail?: WorkerMailSettings | null;
  /** Where webhooks may go, and what their keys are sealed under; without it none are sent. */
  webhooks?: { policy: TargetPolicy; secret: string; previous: string | null };
  isProduction: boolean;
  /** The only worker of its process: it reports on the process too. */
  isMain: boolean;
  /** Told in the heartbeat; tests do without it. */
  build?: BuildInfo;
  /** Missing: nothing is traced. */
  tracing?: Tracing | null;
  /** `FAULT=<point>:<nth>`; tests only. */
  fault?: string | undefined;
  /** Token of the drain lock; tests give several workers the same one. */
  lockToken?: string;
  /** Follow the log beside what the worker itself does with it; tests only. */
  consumers?: (db: Database) => readonly LogConsumer[];
  tickMs?: number;
  idleMs?: number;
  /** So long after something happened the periodic jobs run as often as they do. */
  awakeMs?: number;
  /** False: no jobs at all; the ticks alone have to do. */
  takesJobs?: boolean;
}

const TICK_MS = 250;
/** A buyer is served within a second although no notice came: by a glance and the tick after it. */
const GLANCE_MS = 500;
/** On a cluster each sale is a call of its own. */
const GLANCE_CLUSTER_MS = 750;
const IDLE_MS = 60_000;
/** Logs that are stored side by side: their blocks share the writes to MongoDB. */
const STORED_AT_ONCE = 32;
/** Judging rests so much longer than it works: a tenth of the time of one worker. */
const AUDITS = { atOnce: 4, restTimes: 39 };
/** Nothing depends on the jobs that are planned, and planning one costs as much as serving a buyer. */
const JOBS = { atOnce: 1, restTimes: 9 };

export type WorkerParts = ReturnType<typeof wireWorker>;

/** Makes every part of a worker, each with what it needs; starts none of them. */
export function wireWorker(connections: Connections, settings: WorkerSettings) {
  const { redis, queueRedis, db, payment, log } = connections;
  const { orders, sales } = db;
  const { queueName, bullmqPrefix: prefix, lockTtlMs, restoreGraceMs } = settings;
  const id = randomUUID();

  const engine = createEngine(redis);
  const election = createElection(redis, id);
  const metrics = createMetrics({ defaults: settings.isMain });
  const webhook = createAlertWebhook({
    url: settings.alertWebhookUrl ?? null,
    redis,
    log,
    counter: metrics.alertMessages,
  });
  const alert = createAlert(log, metrics.alerts, webhook.send);
  const crash = createCrashHook(settings.fault, settings);
  const locks = createLocks({
    engine,
    token: settings.lockToken ?? id,
    ttlMs: lockTtlMs,
    log,
  });
  const taskQueue = createKeyedQueue(log);
  const liveSales = createLiveSales(sales);
  const saleCache = createSaleCache();
  const clockReadings = createClockReadings();
  const polling = createPollingSchedule({ now: () => performance.now() });
  const codec = createBlockCodec();

  const outage = createOutage({
    reach: createReach(db.processes.beat),
    ...createReachability(redis, election, id),
    moveHolds: (byMs) => moveHolds({ engine, liveSales, log }, byMs),
    alert,
    metrics,
    log,
    now: () => performance.now(),
  });

  const shares = createSaleShares({
    attendance: createAttendance(redis, queueName, id),
    id,
    isAble: outage.mayAsk,
  });

  const fastPass = createFastPass({ engine, orders, alert, onSilence: outage.suspect });
  const lineTraces = settings.tracing
    ? createLineTraces({ tracing: settings.tracing, presses: createPressTraces(redis), log })
    : null;
  const latestTime = createLatestTime({ saleCache, clockReadings });
  const granting = { locks, fastPass, latestTime, mayAsk: outage.mayAsk, crash, metrics };
  const drain = lineTraces
    ? lineTraces.traced(createDrain({ ...granting, engine: lineTraces.tracedEngine(engine) }))
    : createDrain({ ...granting, engine });
  const sweep = createSweep(engine, metrics);
  const resolve = createResolve({ engine, orders, alert, crash, metrics });

  const mail = settings.mail
    ? createMailSender(settings.mail, {
        ...{ db, engine, metrics, log, queueName, prefix, connection: queueRedis },
        ...{ isProduction: settings.isProduction, fault: settings.fault },
      })
    : null;
  const webhookSender = settings.webhooks
    ? createWebhookSender({
        ...{ webhooks: db.webhooks, policy: settings.webhooks.policy, alert, metrics, log },
        onMails: (ids) => mail?.due(ids),
        safe: createWebhookKeySafe(settings.webhooks),
      })
    : null;
  const followers = createFollowers({
    ...{ db, codec, alert, metrics, crash, log },
    consumers: [
      ...(mail ? [mail.consumer] : []),
      ...(webhookSender ? [createWebhookConsumer({ db, send: webhookSender.send })] : []),
      ...(settings.consumers?.(db) ?? []),
    ],
  });
  const writer = createBlockWriter({
    engine,
    db,
    codec,
    crash,
    metrics,
    alert,
    election,
    log,
    onStored: followers.wake,
    /** The inspection that follows finds the sale halted and has it rebuilt. */
    async onGap(saleId, epoch) {
      await engine.halt(saleId, 'the log has a gap', epoch);
      polling.hint(saleId);
    },
  });
  const allowLaterTypes = createAllowLaterTypes({ engine, db, liveSales, saleCache });
  const auditor = createLiveAuditor({
    engine,
    db,
    redis,
    codec,
    election,
    alert,
    metrics,
    restoreGraceMs,
  });

  const sendRules = createSendRules(engine, sales);
  const finishStock = createFinishStock({ engine, sales, alert });
  const finishPayments = createFinishPayments({ orders, payment, alert, metrics });
  const releaseLeftOvers = createReleaseLeftOvers({ engine, db, payment, metrics });
  const returnUnits = createReturnUnits({ engine, orders, sales });
  const completeAuditRows = createCompleteAuditRows({ db, election });
  const voidAuthorisations = createVoidAuthorisations({ orders, payment });
  const jobQueue = createWakeQueue({ connection: queueRedis, queueName, prefix });
  jobQueue.queue.on('error', (err) => log.debug({ err }, 'the job queue reports an error'));
  const jobTimes = createJobTimes(jobQueue);

  const cleanupSale = createCleanupSale({
    engine,
    db,
    codec,
    alert,
    log,
    voidAuthorisations,
    onStored: followers.wake,
    forget(saleId) {
      for (const part of [codec, saleCache, polling, jobTimes, auditor, writer, followers]) {
        part.forget(saleId);
      }
      forgetSale(metrics, saleId);
    },
  });
  const cleanUpGone = createCleanUpGone({ redis, db, election, cleanupSale });
  const retention = createRetention({ db, retentionDays: settings.retentionDays ?? null });

  const restore = createRestore({
    engine,
    db,
    locks,
    codec,
    graceMs: restoreGraceMs,
    mayAsk: outage.mayAsk,
    crash,
    alert,
    metrics,
    log,
  });
  async function onRecovered(saleId: string): Promise<void> {
    saleCache.forgetState(saleId);
    writer.forget(saleId);
    await liveSales.reread(saleId);
    polling.hint(saleId);
    followers.wake(saleId);
  }
  const recover = createRecover({ db, saleCache, restore, onGone: cleanupSale, onRecovered });
  const rebuildDamaged = createRebuildDamaged({ election, restore });

  const storeTurns = createTurns({ atOnce: STORED_AT_ONCE });
  const auditTurns = createTurns(AUDITS);
  const jobTurns = createTurns(JOBS);
  const tasks = createSaleTasks({
    engine,
    taskQueue,
    saleCache,
    polling,
    jobTimes,
    drain,
    sweep,
    resolve,
    storeLog: writer.store,
    storeTurns,
    sendRules,
    finishStock,
    audit: auditor.audit,
    auditDueIn: auditor.dueIn,
    auditTurns,
    jobTurns,
    recover,
    rebuildDamaged,
    onRecovered,
    mayAsk: outage.mayAsk,
  });
  const wakeTimers = createWakeTimers((saleId) => ticker.prompt(saleId));
  const inspectSale = createInspectSale({
    engine,
    saleCache,
    clockReadings,
    tasks,
    wakeTimers,
    alert,
    metrics,
    idleMs: settings.idleMs ?? IDLE_MS,
    isDatabaseAway: outage.isAway,
  });
  const ticker = createTicker({
    engine,
    liveSales,
    saleCache,
    clockReadings,
    shares,
    polling,
    inspectSale,
    onLost(saleId) {
      for (const part of [wakeTimers, jobTimes, auditor, writer, followers]) {
        part.forget(saleId);
      }
      forgetSale(metrics, saleId);
    },
    metrics,
    log,
    tickMs: settings.tickMs ?? TICK_MS,
    glanceMs: redis.isCluster ? GLANCE_CLUSTER_MS : GLANCE_MS,
  });

  const periodicJobs = createPeriodicJobs(
    log,
    listPeriodicJobs({
      redis,
      db,
      election,
      liveSales,
      shares,
      taskQueue,
      ticker,
      outage,
      followers,
      mail,
      webhookSender,
      replayLogs: createReplayLogs({ db, codec, log }),
      cleanupSale,
      cleanUpGone,
      finishPayments,
      allowLaterTypes,
      retention,
      completeAuditRows,
      returnUnits,
      voidAuthorisations,
      releaseLeftOvers,
    }),
    settings.awakeMs,
  );
  const handlers = createHandlers({ engine, liveSales, polling, ticker, drain, lockTtlMs, log });
  return {
    ...{ id, engine, metrics, crash, webhook, taskQueue, liveSales, polling, auditor, jobQueue },
    ...{
      turns: [storeTurns, auditTurns, jobTurns],
      ticker,
      tasks,
      followers,
      mail,
      webhookSender,
      shares,
      wakeTimers,
      periodicJobs,
      handlers,
    },
  };
}
