import { type ConnectionOptions, type JobsOptions, Queue } from 'bullmq';

export const jobNames = ['reserve', 'release_hold', 'open_sale', 'end_sale'] as const;
export type JobName = (typeof jobNames)[number];

/** What a job carries: never a buyer, one wake-up serves everyone in the sale's line. */
export interface WakeJob {
  saleId: string;
}

/** Mails have a queue of their own: one that is slow delays no line. */
export const mailQueueOf = (queueName: string) => `${queueName}-mail`;

export interface WakeQueue {
  /** Says that a buyer may be served: a crowd makes one job, or one more while that one runs. */
  wake(saleId: string): Promise<void>;
  /** A later time replaces an earlier one that has not come yet. */
  releaseAt(saleId: string, at: number): Promise<void>;
  openAt(saleId: string, at: number): Promise<void>;
  endAt(saleId: string, at: number): Promise<void>;
  close(): Promise<void>;
  /** For the dashboard. */
  queue: Queue<WakeJob>;
}

/** Finished jobs stay for the dashboard, and never so long that their ids swallow new ones. */
const kept = { removeOnComplete: { count: 1_000 }, removeOnFail: { count: 1_000 } };

export function createWakeQueue(opts: {
  connection: ConnectionOptions;
  queueName: string;
  prefix: string;
  now?: () => number;
}): WakeQueue {
  const now = opts.now ?? Date.now;
  const queue = new Queue<WakeJob>(opts.queueName, {
    connection: opts.connection,
    prefix: opts.prefix,
    defaultJobOptions: { attempts: 1, ...kept },
  });

  const add = (name: JobName, saleId: string, options: JobsOptions) =>
    queue.add(name, { saleId }, options);

  async function addAt(name: JobName, saleId: string, at: number): Promise<void> {
    const delay = Math.max(0, at - now());
    // Active jobs plan their own successor: that one must not be swallowed as a duplicate.
    const deduplication = { id: `${name}-${saleId}`, replace: true, keepLastIfActive: true };
    await add(name, saleId, { delay, deduplication });
  }

  return {
    async wake(saleId) {
      await add('reserve', saleId, {
        deduplication: { id: `reserve-${saleId}`, keepLastIfActive: true },
      });
    },
    releaseAt: (saleId, at) => addAt('release_hold', saleId, at),
    openAt: (saleId, at) => addAt('open_sale', saleId, at),
    endAt: (saleId, at) => addAt('end_sale', saleId, at),
    close: () => queue.close(),
    queue,
  };
}
