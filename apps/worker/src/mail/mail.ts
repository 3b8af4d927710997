import type { Database } from '@flash/database';
import type { Engine } from '@flash/reservation';
import { bestEffort, type Logger, type MailSettings } from '@flash/shared-config';
import type { Metrics } from '../base/metrics.ts';
import { type ComposeDeps, createCompose } from './compose.ts';
import { createMailConsumer, MAIL_CONSUMER } from './mail-consumer.ts';
import { type MailQueue, type QueueConnection, startMailQueue } from './mail-queue.ts';
import { createMailCrashHook, createSendMail } from './send-mail.ts';
import { createMailTransport } from './transport.ts';

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
