import type { Database } from '@flash/database';
import { type Engine, mailQueueOf } from '@flash/reservation';
import { bestEffort, type Logger, type MailSettings } from '@flash/shared-config';
import { type ConnectionOptions, Queue, Worker } from 'bullmq';
import type { Metrics } from '../base/metrics.ts';
import { type ComposeDeps, createCompose } from './compose.ts';
import { createMailConsumer, MAIL_CONSUMER } from './mail-consumer.ts';
import { createMailCrashHook, createSendMail, type SendMail } from './send-mail.ts';
import { CONNECTIONS, createMailTransport } from './transport.ts';

/** What a worker needs to write to buyers, and to owners of the shop. */
export interface WorkerMailSettings
  extends MailSettings,
    Pick<ComposeDeps, 'siteUrl' | 'adminUrl' | 'secrets' | 'seller'> {}

interface MailDeps {
  db: Database;
  engine: Engine;
  connection: QueueConnection;
  queueName: string;
  prefix: string;
  isProduction: boolean;
  fault: string | undefined;
  metrics: Metrics;
  log: Logger;
  now?: () => number;
}

export type MailSender = ReturnType<typeof createMailSender>;

/** So many at a time: each round adds what is due and not in the queue yet. */
const ROUND = 500;
const COUNT_EVERY_MS = 15_000;

/** Takes mails from the outbox, in which the API, the followers of the log and others put them. */
export function createMailSender(settings: WorkerMailSettings, deps: MailDeps) {
  const { db, engine, metrics, log, isProduction, now = Date.now } = deps;
  const { siteUrl, adminUrl, secrets, seller, locale, from, smtpUrl } = settings;
  const transport = createMailTransport(settings);
  const send = createSendMail({
    ...{ mails: db.mails, mailConsents: db.mailConsents, transport, metrics, log, now },
    compose: createCompose({
      ...{ db, engine, siteUrl, adminUrl, secrets, seller, locale },
      keepsLinks: smtpUrl === null && !isProduction,
    }),
    domain: domainOf(from),
    crash: createMailCrashHook(deps.fault, { isProduction }),
  });
  let queue: MailQueue | null = null;
  let countedAt = Number.NEGATIVE_INFINITY;

  async function add(ids: readonly string[]): Promise<void> {
    await queue?.add(ids);
  }

  /** These may be sent now; what is missed here the next look at the outbox finds. */
  const due = (ids: readonly string[]) =>
    void bestEffort(log, 'queue mails that are due', add(ids));

  return {
    due,
    consumer: createMailConsumer({ db, engine, due }),
    async start(): Promise<void> {
      // Noted before the first sale is followed: what happens from now on is told.
      await db.logCursors.firstOn(MAIL_CONSUMER);
      const { connection, queueName, prefix } = deps;
      queue = startMailQueue({ connection, queueName, prefix, send, log });
    },
    /** Finds what is due by its time, and what a dead process left; answers how many. */
    async sendDue(): Promise<number> {
      const found = await db.mails.due(now(), ROUND);
      await add(found);
      if (performance.now() - countedAt < COUNT_EVERY_MS) {
        return found.length;
      }
      countedAt = performance.now();
      const { waiting, oldestAt, failed } = await db.mails.backlog(now());
      metrics.mailsDue.set(waiting);
      metrics.mailsDueAge.set(oldestAt === null ? 0 : Math.max(0, now() - oldestAt) / 1_000);
      metrics.mailsFailed.set(failed);
      return found.length;
    },
    async close(): Promise<void> {
      await queue?.close();
      transport.close();
    },
  };
}

function domainOf(from: string): string {
  const [, domain = 'localhost.localdomain'] = /@([^\s<>@]+?)>?$/.exec(from) ?? [];
  return domain;
}

/** Jobs say that a mail is due; whether it is, and who sends it, the outbox decides. */
interface MailQueue {
  add(ids: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

type QueueConnection = ConnectionOptions;

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

function startMailQueue({ connection, queueName, prefix, send, log }: QueueDeps): MailQueue {
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
