import type { Logger, Tracing } from '@flash/shared-config';
import { isId } from '@flash/shared-utils';
import { type ConnectionOptions, type Job, Worker } from 'bullmq';
import type { CrashHook } from '../base/crash-points.ts';
import type { Metrics } from '../base/metrics.ts';

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
