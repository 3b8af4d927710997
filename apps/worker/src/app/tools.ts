import { randomUUID } from 'node:crypto';
import { createEngine } from '@flash/reservation';
import { createAlertWebhook } from './alert-webhook.ts';
import { createAlert } from './alerts.ts';
import { createAttention } from './attention.ts';
import type { WorkerDeps } from './deps.ts';
import { createElection } from './election.ts';
import { createCrashHook } from './faults.ts';
import { createLanes } from './lanes.ts';
import { createLiveSales } from './live-sales.ts';
import { createLocks } from './lock.ts';
import { createMemories } from './memories.ts';
import { createMetrics } from './metrics.ts';
import { createScribe } from './scribe.ts';
import type { WorkerSettings } from './settings.ts';

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
