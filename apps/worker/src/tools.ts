import { randomUUID } from 'node:crypto';
import { createEngine } from '@flash/reservation';
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
import { createScribe } from './log-store/block-codec.ts';
import type { WorkerSettings } from './settings.ts';
import { createAttention } from './tick/polling-schedule.ts';

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
