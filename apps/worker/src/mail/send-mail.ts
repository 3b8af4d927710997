import type { Database, Mails } from '@flash/database';
import { createCrashHook as createHook, type Logger } from '@flash/shared-config';
import { SECOND_MS } from '@flash/shared-utils';
import type { Metrics } from '../base/metrics.ts';
import { RETRY_PAUSES_MS } from '../base/retry-pauses.ts';
import type { Compose, Composed } from './compose.ts';
import { isRefusedForGood, type MailTransport, reasonOf } from './transport.ts';

/** Where a worker may be told to die while it has a mail. */
export const mailCrashPoints = {
  M0: 'before the mail is handed over',
  M1: 'after the server took it, before that is noted',
} as const;

export type MailCrashHook = (point: keyof typeof mailCrashPoints) => void;

export const createMailCrashHook = (
  fault: string | undefined,
  options: { isProduction: boolean },
) => createHook<keyof typeof mailCrashPoints>(fault, options);

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

export type SendMail = (id: string) => Promise<{ did: string }>;

/**
 * One try of one mail. What is noted last is that it was sent: a process that dies in between has it sent once
 * more, under the same Message-ID.
 */
export function createSendMail(deps: SendDeps): SendMail {
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
export function messageIdOf(id: string, resends: number, domain: string): string {
  const name = id.replaceAll(':', '.');
  return `<${resends > 0 ? `${name}.r${resends}` : name}@${domain}>`;
}
