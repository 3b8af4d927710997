import { mailQueueOf } from '@flash/reservation';
import { bestEffort, type Logger } from '@flash/shared-config';
import { type ConnectionOptions, Queue, Worker } from 'bullmq';
import type { SendMail } from './send-mail.ts';
import { CONNECTIONS } from './transport.ts';

/** Jobs say that a mail is due; whether it is, and who sends it, the outbox decides. */
export interface MailQueue {
  add(ids: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export type QueueConnection = ConnectionOptions;

interface QueueDeps {
  connection: QueueConnection;
  queueName: string;
  prefix: string;
  send: SendMail;
  log: Logger;
}

const JOB = 'send';
/**
 * A job of a dead worker is taken over after both; the outbox then says whether the mail is due. That is before it is
 * due once more: until then the old job would be in the way of a new one.
 */
const LOCK_MS = 5_000;
const STALLED_CHECK_MS = 5_000;
/** Finished jobs are no record: the outbox is. */
const KEPT = { removeOnComplete: { count: 200 }, removeOnFail: { count: 200 } };

export function startMailQueue({ connection, queueName, prefix, send, log }: QueueDeps): MailQueue {
  const name = mailQueueOf(queueName);
  const queue = new Queue<{ mail: string }>(name, {
    ...{ connection, prefix, defaultJobOptions: { attempts: 1, ...KEPT } },
  });
  const worker = new Worker<{ mail: string }>(name, (job) => send(job.data.mail), {
    ...{ connection, prefix, concurrency: CONNECTIONS, lockDuration: LOCK_MS },
    ...{ stalledInterval: STALLED_CHECK_MS, maxStalledCount: 1_000 },
  });
  const onError = (err: Error) => log.debug({ err }, 'the queue of mails reports an error');
  queue.on('error', onError);
  worker.on('error', onError);
  return {
    async add(ids) {
      // A crowd that is found due twice makes one job each.
      const jobs = ids.map((mail) => ({
        ...{ name: JOB, data: { mail } },
        opts: { deduplication: { id: mail } },
      }));
      if (jobs.length > 0) {
        await queue.addBulk(jobs);
      }
    },
    async close() {
      await bestEffort(log, 'end the sending of mails', worker.close());
      await queue.close();
    },
  };
}
