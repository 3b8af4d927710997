import type { Engine } from '@flash/reservation';
import { bestEffort, type Logger, type Tracing } from '@flash/shared-config';
import { isId } from '@flash/shared-utils';
import { type ConnectionOptions, type Job, Worker } from 'bullmq';
import type { CrashHook } from '../base/crash-points.ts';
import type { LiveSales } from '../base/live-sales.ts';
import type { Metrics } from '../base/metrics.ts';
import type { Drain } from '../granting/drain.ts';
import type { PollingSchedule } from '../tick/polling-schedule.ts';
import type { Ticker } from '../tick/ticker.ts';

interface HandlerDeps {
  engine: Engine;
  liveSales: LiveSales;
  polling: PollingSchedule;
  ticker: Pick<Ticker, 'prompt'>;
  drain: Drain;
  lockTtlMs: number;
  log: Logger;
}

/** What each job does, by the name that the queue gives it. */
export function createHandlers(deps: HandlerDeps) {
  const { engine, liveSales, polling, ticker, drain, lockTtlMs, log } = deps;
  return {
    /** A buyer joined while units were free: serve the line. */
    async reserve(saleId: string) {
      // A sale so young that no worker has listed it: its holds are found by this while MongoDB is away.
      if (!liveSales.get(saleId)) {
        void bestEffort(log, 'hint at a sale that is not listed yet', engine.hint(saleId));
      }
      polling.hint(saleId);
      return drain(saleId, { waitMs: lockTtlMs });
    },

    release_hold: createReleaseHold({ engine, ticker }),

    /** A sale begins: the buyers in the lobby are served. */
    async open_sale(saleId: string) {
      // Its start may have been moved since it was listed.
      await liveSales.reread(saleId);
      ticker.prompt(saleId);
      return drain(saleId);
    },

    /** A sale ends by Redis time, with or without this job; a tick does what is left to do. */
    async end_sale(saleId: string) {
      ticker.prompt(saleId);
      const shot = await engine.snapshot(saleId);
      if (shot.kind === 'unavailable') {
        return { ended: false, sold: 0, held: 0, waiting: 0 };
      }
      const { sold, held, waiting } = shot;
      return { ended: shot.closed || shot.now >= shot.endsAt, sold, held, waiting };
    },
  };
}

/**
 * The next hold of a sale is over. Only an inspection takes it back, because it can tell whether the
 * clock was set: BullMQ brings all of these jobs at once when the host's clock jumps forward.
 */
export function createReleaseHold({ engine, ticker }: Pick<HandlerDeps, 'engine' | 'ticker'>) {
  return async (saleId: string) => {
    ticker.prompt(saleId);
    const shot = await engine.snapshot(saleId);
    if (shot.kind === 'unavailable') {
      return { free: 0, held: 0, waiting: 0 };
    }
    const { free, held, waiting } = shot;
    return { free, held, waiting };
  };
}

/** What a job does, by its name; each answers what it did, which the monitor shows. */
export type Handlers = Readonly<Record<string, (saleId: string) => Promise<unknown>>>;

export interface ProcessorDeps {
  connection: ConnectionOptions;
  queueName: string;
  prefix: string;
  concurrency: number;
  handlers: Handlers;
  crash: CrashHook;
  metrics: Metrics;
  /** Missing: nothing is traced. */
  tracing?: Tracing | null | undefined;
  log: Logger;
}

export interface Processor {
  isRunning(): boolean;
  close(): Promise<void>;
}

/** A job of a dead worker is taken over after `lockDuration` and one check; the tick does not wait for it. */
const LOCK_MS = 5_000;
const STALLED_CHECK_MS = 1_000;

/** The only place that knows BullMQ. */
export function startProcessor(deps: ProcessorDeps): Processor {
  const { connection, queueName, prefix, concurrency, log } = deps;
  const worker = new Worker(queueName, (job) => traced(deps, job), {
    connection,
    prefix,
    concurrency,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_CHECK_MS,
    maxStalledCount: 1_000,
  });
  worker.on('error', (error) => log.debug({ err: error }, 'BullMQ reports an error'));
  return {
    isRunning: () => worker.isRunning(),
    close: () => worker.close(),
  };
}

async function work({ handlers, crash, metrics }: ProcessorDeps, job: Job): Promise<unknown> {
  const handle = handlers[job.name];
  const saleId: unknown = job.data?.saleId;
  if (!handle || !isId(saleId)) {
    throw new Error(`no handler for a job named ${job.name}`);
  }
  try {
    const did = await handle(saleId);
    crash('G3');
    metrics.jobs.inc({ name: job.name, result: 'done' });
    return did;
  } catch (error) {
    metrics.jobs.inc({ name: job.name, result: 'failed' });
    throw error;
  }
}

/** A span for each job; what it serves is tied to the buyers' own traces where the line is served. */
function traced(deps: ProcessorDeps, job: Job): Promise<unknown> {
  if (!deps.tracing) {
    return work(deps, job);
  }
  const saleId: unknown = job.data?.saleId;
  const attributes = {
    'messaging.system': 'bullmq',
    'messaging.operation.type': 'process',
    'messaging.message.id': String(job.id),
    'flash.job.id': String(job.id),
    ...(isId(saleId) ? { 'flash.sale.id': saleId } : {}),
  };
  const options = { kind: 'consumer' as const, parent: null, attributes };
  return deps.tracing.inSpan(`job ${job.name}`, options, () => work(deps, job));
}
