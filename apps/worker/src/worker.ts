import { logReader } from '@flash/fairness';
import { bestEffort } from '@flash/shared-config';
import type { Connections } from './base/connections.ts';
import { LIVE_SALES } from './jobs/periodic-jobs.ts';
import { type Processor, startProcessor } from './jobs/processor.ts';
import { listenForChanges } from './tick/ticker.ts';
import { type WorkerSettings, wireWorker } from './wiring.ts';

/** After which the worker that stands by for a sale sees whether what was announced is done. */
const SECOND_MS = 400;

export type Worker = ReturnType<typeof createWorker>;

/** A worker in this process; any number of them may run side by side. */
export function createWorker(connections: Connections, settings: WorkerSettings) {
  const { redis, subscriber, queueRedis, db, log } = connections;
  const parts = wireWorker(connections, settings);
  const { id, engine, metrics, ticker, liveSales, shares, polling, tasks, periodicJobs } = parts;
  let processor: Processor | null = null;
  let stopListening = async () => {};

  return {
    id,
    engine,
    metrics,
    ticker,
    /** Names of what this worker cannot reach. */
    async missing(): Promise<string[]> {
      const redisIsThere = redis.status === 'ready';
      return [...(redisIsThere ? [] : ['redis']), ...((await db.ready()) ? [] : ['mongodb'])];
    },
    async start(): Promise<void> {
      await db.processes.start('worker', () => ({
        worker: id,
        log: logReader,
        build: settings.build,
        sales: liveSales.list().length,
        lastAudit: parts.auditor.latest(),
      }));
      await liveSales.refresh();
      await shares.refresh();
      const onChange = (saleId: string) => {
        if (liveSales.get(saleId)) {
          const share = shares.of(saleId);
          if (share !== 'other') {
            polling.hint(saleId, share === 'own' ? 0 : SECOND_MS);
          }
        } else {
          liveSales.name(saleId);
          periodicJobs.soon(LIVE_SALES);
        }
        periodicJobs.stir();
      };
      stopListening = await listenForChanges(subscriber, {
        onChange,
        onWork(saleId) {
          // A sale that is not listed may belong to another database.
          if (liveSales.get(saleId) && shares.of(saleId) === 'own') {
            tasks.drain(saleId);
          }
          onChange(saleId);
        },
        onOutbox: periodicJobs.stir,
        onGap() {
          ticker.glance();
          periodicJobs.stir();
        },
        log,
      });
      await parts.mail?.start();
      ticker.start();
      periodicJobs.start();
      if (settings.takesJobs === false) {
        return;
      }
      processor = startProcessor({
        connection: queueRedis,
        queueName: settings.queueName,
        prefix: settings.bullmqPrefix,
        concurrency: settings.concurrency,
        handlers: parts.handlers,
        crash: parts.crash,
        metrics,
        tracing: settings.tracing,
        log,
      });
    },
    async stop(): Promise<void> {
      await processor?.close();
      parts.wakeTimers.close();
      await ticker.stop();
      await periodicJobs.stop();
      await bestEffort(log, 'leave the list of workers', shares.leave());
      for (const turns of parts.turns) {
        turns.close();
      }
      await parts.taskQueue.close();
      await parts.followers.close();
      await parts.mail?.close();
      await parts.webhookSender?.close();
      await stopListening();
      await parts.jobQueue.close();
      await parts.webhook.close();
      await db.processes.stop();
    },
  };
}
