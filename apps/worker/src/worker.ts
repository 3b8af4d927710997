import { logReader } from '@flash/fairness';
import { createWakeQueue } from '@flash/reservation';
import type { WorkerDeps } from './base/connections.ts';
import { createDuties } from './duties.ts';
import { choresOf } from './jobs/chores-of.ts';
import { handlersOf } from './jobs/handlers.ts';
import { createChores } from './jobs/periodic-jobs.ts';
import { type Processor, startProcessor } from './jobs/processor.ts';
import type { WorkerSettings } from './settings.ts';
import { createLook } from './tick/inspect-sale.ts';
import { listenForChanges } from './tick/listen.ts';
import { createErrands } from './tick/sale-tasks.ts';
import { createTend } from './tick/ticker.ts';
import { createAim } from './tick/wake-timers.ts';
import { createTools } from './tools.ts';

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
