import type { Database, Mails } from '@flash/database';
import { type Engine, mailQueueOf } from '@flash/reservation';
import {
  bestEffort,
  createCrashHook as createHook,
  type Logger,
  type MailSettings,
} from '@flash/shared-config';
import { SECOND_MS } from '@flash/shared-utils';
import { type ConnectionOptions, Queue, Worker } from 'bullmq';
import type { Metrics } from '../base/metrics.ts';
import { RETRY_PAUSES_MS } from '../base/retry-pauses.ts';
import { type Compose, type ComposeDeps, type Composed, createCompose } from './compose.ts';
import { createMailConsumer, MAIL_CONSUMER } from './mail-consumer.ts';
import {
  CONNECTIONS,
  createMailTransport,
  isRefusedForGood,
  type MailTransport,
  reasonOf,
} from './transport.ts';

/** Where a worker may be told to die while it has a mail. */
export const mailCrashPoints = {
  M0: 'before the mail is handed over',
  M1: 'after the server took it, before that is noted',
} as const;

type MailCrashHook = (point: keyof typeof mailCrashPoints) => void;

const createMailCrashHook = (fault: string | undefined, options: { isProduction: boolean }) =>
  createHook<keyof typeof mailCrashPoints>(fault, options);

/**
 * A worker has a mail for so long: longer than servers take, short for a reader whose worker died. A server that is
 * still slower may be given the mail twice, under one Message-ID.
 */
const HELD_MS = 20 * SECOND_MS;

interface SendDeps {
  mails: Mails;
  mailConsents: Pick<Database['mailConsents'], 'removeReturnWish'>;
  compose: Compose;
  transport: MailTransport;
  /** The domain of Message-IDs. */
  domain: string;
  crash: MailCrashHook;
  metrics: Pick<Metrics, 'mails' | 'mailDelay'>;
  log: Logger;
  now: () => number;
}

type SendMail = (id: string) => Promise<{ did: string }>;

/**
 * One try of one mail. What is noted last is that it was sent: a process that dies in between has it sent once
 * more, under the same Message-ID.
 */
function createSendMail(deps: SendDeps): SendMail {
  const { mails, compose, transport, crash, metrics, log, now } = deps;
  return async (id) => {
    const mail = await mails.take(id, now(), HELD_MS);
    if (!mail) {
      return { did: 'nothing' };
    }
    const { kind } = mail;
    const composed = await compose(mail, now()).catch((err: unknown): Composed => {
      // MongoDB or Redis failed, or what is stored makes no sense. The server was not asked, so this is no try.
      log.warn({ err, mail: id }, 'a mail could not be written');
      return { kind: 'later', at: now() + HELD_MS, why: 'it could not be written' };
    });
    if (composed.kind === 'skip') {
      await mails.end(id, 'skipped', composed.why);
      metrics.mails.inc({ kind, result: 'skipped' });
      return { did: 'skipped' };
    }
    if (composed.kind === 'later') {
      await mails.later(id, composed.at, composed.why, false);
      return { did: 'later' };
    }
    const { address, subject, text, to, locale, timeZone, sealed } = composed;
    crash('M0');
    try {
      await transport.send({
        messageId: messageIdOf(id, mail.resends, deps.domain),
        address,
        subject,
        text,
      });
    } catch (error) {
      const result = await afterFailure(deps, id, mail.tries, error);
      metrics.mails.inc({ kind, result });
      log.warn({ mail: id, why: reasonOf(error), result }, 'a mail was not taken');
      return { did: result };
    }
    crash('M1');
    if (kind === 'returned' && mail.saleId !== null) {
      // Asked for once. Noted before the mail is: one that is sent twice could not be told from the next return.
      await deps.mailConsents.removeReturnWish(mail.saleId, mail.buyer);
    }
    await mails.sent(id, { to, locale, timeZone, sealed }, now());
    metrics.mails.inc({ kind, result: 'sent' });
    metrics.mailDelay.observe({ kind }, Math.max(0, now() - mail.at) / SECOND_MS);
    return { did: 'sent' };
  };
}

/** After the last try it has failed. */
async function afterFailure({ mails, now }: SendDeps, id: string, tries: number, error: unknown) {
  const pause = RETRY_PAUSES_MS[tries - 1];
  if (pause === undefined || isRefusedForGood(error)) {
    await mails.end(id, 'failed', reasonOf(error));
    return 'failed';
  }
  await mails.later(id, now() + pause, reasonOf(error), true);
  return 'postponed';
}

/** One that a member of the team has sent again is a mail of its own: servers drop what they had before. */
function messageIdOf(id: string, resends: number, domain: string): string {
  const name = id.replaceAll(':', '.');
  return `<${resends > 0 ? `${name}.r${resends}` : name}@${domain}>`;
}

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
