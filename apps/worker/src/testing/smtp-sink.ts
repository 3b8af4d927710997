import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { until } from './stage.ts';

/** A mail as it arrived. */
export interface ArrivedMail {
  to: string;
  messageId: string;
  subject: string;
  text: string;
  parsed: ParsedMail;
  /** In monotonic time. */
  at: number;
}

/** A real SMTP server that keeps what it is given, and fails when it is told to. */
export async function openSmtpSink() {
  const arrived: ArrivedMail[] = [];
  /** Answers of its next transactions; null takes the mail. */
  let refusals: ({ code: number; at: 'recipient' | 'data' } | null)[] = [];
  const refuse = (at: 'recipient' | 'data') => {
    const next = refusals[0];
    if (next === undefined || (next !== null && next.at !== at)) {
      return null;
    }
    refusals = refusals.slice(1);
    return next && Object.assign(new Error('refused'), { responseCode: next.code });
  };
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['AUTH', 'STARTTLS'], logger: false },
    onRcptTo: (_address, _session, done) => done(refuse('recipient')),
    onData(stream, session, done) {
      simpleParser(stream).then((parsed) => {
        const refusal = refuse('data');
        if (!refusal) {
          arrived.push({
            to: session.envelope.rcptTo[0]?.address ?? '',
            messageId: parsed.messageId ?? '',
            subject: parsed.subject ?? '',
            text: parsed.text ?? '',
            ...{ parsed, at: performance.now() },
          });
        }
        done(refusal);
      }, done);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const to = (recipient: string) => arrived.filter((mail) => mail.to === recipient);

  return {
    url: `smtp://127.0.0.1:${port}`,
    arrived,
    to,
    fail(...next: typeof refusals) {
      refusals = next;
    },
    /** Waits for so many mails to an address and answers the last of them. */
    async next(recipient: string, count = 1, withinMs = 20_000): Promise<ArrivedMail> {
      await until(
        `mail ${count} to ${recipient}`,
        async () => to(recipient).length >= count,
        withinMs,
      );
      const mail = to(recipient)[count - 1];
      if (!mail) {
        throw new Error('there is no such mail');
      }
      return mail;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

export type SmtpSink = Awaited<ReturnType<typeof openSmtpSink>>;
