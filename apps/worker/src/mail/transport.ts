import type { MailSettings } from '@flash/shared-config';
import { createTransport } from 'nodemailer';

export interface OutgoingMail {
  /** The same for each try, so that a mail that arrives twice is seen to be one. */
  messageId: string;
  address: string;
  subject: string;
  text: string;
}

/** Hands mails over to the server of the shop. */
export interface MailTransport {
  send(mail: OutgoingMail): Promise<void>;
  close(): void;
}

/** Shorter than a worker has a mail for. */
const TIMES = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000 };

/** Mails that are under way at once: a server of a provider takes no more from one sender. */
export const CONNECTIONS = 5;

export function createMailTransport({ smtpUrl, from, replyTo }: MailSettings): MailTransport {
  if (smtpUrl === null) {
    return { send: async () => {}, close: () => {} };
  }
  const server = createTransport({
    ...{ url: smtpUrl, pool: true, maxConnections: CONNECTIONS, ...TIMES },
    // A mail is what this project writes: nothing is read from files or other servers.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  return {
    async send({ messageId, address, subject, text }) {
      await server.sendMail({
        ...{ from, to: { name: '', address }, subject, text, messageId },
        ...(replyTo !== null && { replyTo }),
        // No program is to answer it with a note of absence.
        headers: { 'auto-submitted': 'auto-generated' },
      });
    },
    close: () => server.close(),
  };
}

const PERMANENT = 500;

/** The server will never take this mail: the address does not exist, or it refuses what is written. */
export function isRefusedForGood(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || !('responseCode' in error)) {
    return false;
  }
  const isOfMail = error.code === 'EENVELOPE' || error.code === 'EMESSAGE';
  return isOfMail && Number(error.responseCode) >= PERMANENT;
}

/** What an operator may read of a failure: the server's answer may quote the address. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return 'unknown';
  }
  const code = 'code' in error ? String(error.code) : error.name;
  const answer = 'responseCode' in error ? ` ${error.responseCode}` : '';
  return `${code}${answer}`;
}
