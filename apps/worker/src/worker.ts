import { randomUUID } from 'node:crypto';
import { logReader } from '@flash/fairness';
import { createEngine, createWakeQueue, type WakeQueue } from '@flash/reservation';
import { createLiveAuditor } from './audit/auditor.ts';
import { createAlertWebhook } from './base/alert-webhook.ts';
import { createAlert } from './base/alerts.ts';
import type { WorkerDeps } from './base/connections.ts';
import { createCrashHook } from './base/crash-points.ts';
import { createLocks } from './base/drain-lock.ts';
import { createElection } from './base/election.ts';
import { createLanes } from './base/keyed-queue.ts';
import { createLiveSales } from './base/live-sales.ts';
import { createMetrics } from './base/metrics.ts';
import { createMemories } from './base/sale-cache.ts';
import { createResolve, createSweep } from './expiry/expiry.ts';
import { createReach, createWitness } from './expiry/mongo-reachability.ts';
import { createOutage, type Outage } from './expiry/outage.ts';
import { createDrain } from './granting/drain.ts';
import { createFastPass } from './granting/fast-pass.ts';
import { createAuditRows } from './intents/audit-rows.ts';
import { createOpenAuthorisations, createPaymentIntents } from './intents/payments.ts';
import {
  createRulesIntents,
  createStockIntents,
  createUnitReturns,
} from './intents/unsent-changes.ts';
import { handlersOf } from './jobs/handlers.ts';
import { createJobTimes } from './jobs/job-times.ts';
import { choresOf, createChores } from './jobs/periodic-jobs.ts';
import { type Processor, startProcessor } from './jobs/processor.ts';
import { createScribe } from './log-store/block-codec.ts';
import { createBlockWriter } from './log-store/block-writer.ts';
import { createLogTypes } from './log-store/later-types.ts';
import { createHeal, createMend } from './restore/recover.ts';
import { createRestore } from './restore/restore.ts';
import { createFarewell } from './retention/cleanup-sale.ts';
import { createRetention } from './retention/retention.ts';
import { createLook } from './tick/inspect-sale.ts';
import { createAttention } from './tick/polling-schedule.ts';
import { createErrands } from './tick/sale-tasks.ts';
import { createTend, listenForChanges } from './tick/ticker.ts';
import { createAim } from './tick/wake-timers.ts';

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
  isProduction: boolean;
  /** The only worker of its process: it reports on the process too. */
  isMain: boolean;
  /** `FAULT=<point>:<nth>`; tests only. */
  fault?: string | undefined;
  /** Token of the drain lock; tests give several workers the same one. */
  lockToken?: string;
  tickMs?: number;
  idleMs?: number;
  /** False: no jobs at all; tending alone has to do. */
  takesJobs?: boolean;
}

export type Worker = ReturnType<typeof createWorker>;

const TICK_MS = 250;

/** A worker in this process; any number of them may run side by side. */
export function createWorker(deps: WorkerDeps, settings: WorkerSettings) {
  const tools = createTools(deps, settings);
  const { engine, db, lanes, attention, liveSales, metrics, log, id } = tools;
  const { queueName, bullmqPrefix: prefix } = settings;
  const connection = deps.queueRedis;
  const queue = createWakeQueue({ connection, queueName, prefix });
  queue.queue.on('error', (err) => log.debug({ err }, 'the queue reports an error'));
  const duties = createDuties(tools, queue);
  const errands = createErrands(tools, duties);
  const aim = createAim((saleId) => tend.prompt(saleId));
  const isDatabaseAway = duties.outage.isAway;
  const look = createLook({ ...tools, errands, aim, isDatabaseAway });
  const tend = createTend({ ...tools, look, tickMs: settings.tickMs ?? TICK_MS });
  const chores = createChores(log, choresOf(tools, duties, tend));
  let processor: Processor | null = null;
  let stopListening = async () => {};

  return {
    id,
    engine,
    metrics,
    tend,
    /** Names of what this worker cannot reach. */
    async missing(): Promise<string[]> {
      const redisIsThere = deps.redis.status === 'ready';
      return [...(redisIsThere ? [] : ['redis']), ...((await db.ready()) ? [] : ['mongodb'])];
    },
    async start(): Promise<void> {
      await db.processes.start('worker', () => ({
        worker: id,
        log: logReader,
        sales: liveSales.list().length,
        lastAudit: duties.auditor.latest(),
      }));
      await liveSales.refresh();
      stopListening = await listenForChanges(deps.subscriber, {
        onChange: attention.hint,
        onGap: () => {
          for (const sale of liveSales.list()) attention.hint(sale.id);
        },
        log,
      });
      tend.start();
      chores.start();
      if (settings.takesJobs === false) return;
      const handlers = handlersOf(tools, duties, tend);
      const { concurrency } = settings;
      processor = startProcessor({
        ...tools,
        connection,
        queueName,
        prefix,
        concurrency,
        handlers,
      });
    },
    async stop(): Promise<void> {
      await processor?.close();
      aim.close();
      await tend.stop();
      await chores.stop();
      await lanes.close();
      await stopListening();
      await queue.close();
      await tools.webhook.close();
      await db.processes.stop();
    },
  };
}

export type Tools = ReturnType<typeof createTools>;

const IDLE_MS = 10_000;

/** What every duty of a worker may use. */
export function createTools(deps: WorkerDeps, settings: WorkerSettings) {
  const { redis, db, log } = deps;
  const id = randomUUID();
  const engine = createEngine(redis);
  const metrics = createMetrics({ defaults: settings.isMain });
  const webhook = createAlertWebhook({
    url: settings.alertWebhookUrl ?? null,
    redis,
    log,
    counter: metrics.alertMessages,
  });
  return {
    ...deps,
    settings,
    id,
    engine,
    metrics,
    webhook,
    alert: createAlert(log, metrics.alerts, webhook.send),
    attention: createAttention({ now: () => performance.now() }),
    idleMs: settings.idleMs ?? IDLE_MS,
    crash: createCrashHook(settings.fault, settings),
    election: createElection(redis, id),
    lanes: createLanes(log),
    liveSales: createLiveSales(db.sales),
    locks: createLocks(engine, settings.lockToken ?? id, settings.lockTtlMs),
    memories: createMemories(),
    scribe: createScribe(),
  };
}

export type Duties = ReturnType<typeof createDuties>;

/** All tasks of a worker, with what they need. */
export function createDuties(tools: Tools, queue: WakeQueue) {
  const { engine, db, metrics } = tools;
  const { orders } = db;
  const jobTimes = createJobTimes(queue);
  const outage = createOutageOf(tools);
  const recovery = createRecovery(tools, outage);
  const writer = createBlockWriter({ ...tools, onGap: recovery.onGap });
  const auditor = createLiveAuditor(tools);
  const intents = createIntents(tools);
  const { authorisations } = intents;
  const farewell = createFarewell({ ...tools, jobTimes, auditor, writer, authorisations });
  const onMended = async (saleId: string) => {
    const { clock, jump } = tools.memories.of(saleId);
    tools.memories.forget(saleId);
    // The sale may be on another server now, whose clock is compared with that of the one before.
    Object.assign(tools.memories.of(saleId), { clock, jump });
    writer.forget(saleId);
    await tools.liveSales.refresh();
    tools.attention.hint(saleId);
  };
  return {
    drain: createDrain({
      ...tools,
      mayAsk: outage.mayAsk,
      fastPass: createFastPass({ ...tools, orders, onSilence: outage.suspect }),
    }),
    sweep: createSweep(engine, metrics),
    resolve: createResolve({ ...tools, orders }),
    store: writer.store,
    auditor,
    jobTimes,
    farewell,
    heal: recovery.healThen(onMended),
    mend: createMend({ ...tools, restore: recovery.restore, onGone: farewell, onMended }),
    outage,
    logTypes: createLogTypes(tools),
    retention: createRetention({ db, retentionDays: tools.settings.retentionDays ?? null }),
    ...intents,
  };
}

function createIntents(tools: Tools) {
  const { engine, db, payment } = tools;
  const { orders, sales } = db;
  return {
    rules: createRulesIntents(engine, sales),
    stock: createStockIntents({ ...tools, sales }),
    payments: createPaymentIntents({ ...tools, orders }),
    unitReturns: createUnitReturns({ engine, orders, sales }),
    auditRows: createAuditRows({ db, election: tools.election }),
    authorisations: createOpenAuthorisations({ orders, payment }),
  };
}

function createRecovery(tools: Tools, outage: Outage) {
  const restore = createRestore({
    ...tools,
    graceMs: tools.settings.restoreGraceMs,
    mayAsk: outage.mayAsk,
  });
  const heal = createHeal({ ...tools, restore });
  return {
    restore,
    /** The look that follows finds the sale halted and has it rebuilt. */
    async onGap(saleId: string, epoch: number) {
      await tools.engine.halt(saleId, 'the log has a gap', epoch);
      tools.attention.hint(saleId);
    },
    healThen:
      (onMended: (saleId: string) => Promise<void>) => async (saleId: string, why: string) => {
        if (await heal(saleId, why)) await onMended(saleId);
      },
  };
}

function createOutageOf(tools: Tools) {
  const { engine, liveSales, memories, log } = tools;
  return createOutage({
    ...tools,
    ...createWitness(tools.redis, tools.election, tools.id),
    reach: createReach(tools.db.processes.beat),
    now: () => performance.now(),
    async moveHolds(byMs) {
      const holding = liveSales.list().filter((sale) => memories.of(sale.id).holders > 0);
      // A sale may be so young that MongoDB went away before it was listed.
      const saleIds = new Set([...holding.map((sale) => sale.id), ...(await engine.hinted())]);
      const moved = [...saleIds].map((saleId) => engine.shift(saleId, { byMs }));
      for (const result of await Promise.allSettled(moved)) {
        if (result.status === 'rejected') log.warn({ err: result.reason }, 'holds did not move');
      }
    },
  });
}
