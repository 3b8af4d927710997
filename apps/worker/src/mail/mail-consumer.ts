import { type Database, mailIdOf, mailsOfHold, type NewMail } from '@flash/database';
import type { LogEntry } from '@flash/fairness';
import type { LogConsumer } from '../followers/followers.ts';

interface ConsumerDeps {
  db: Pick<Database, 'mails' | 'mailConsents' | 'logCursors'>;
  /** These may be sent now. */
  due(ids: readonly string[]): void;
}

/** Names its cursors in MongoDB. */
export const MAIL_CONSUMER = 'mail';

/** Writes into the outbox what the log tells buyers who want to know it. */
export function createMailConsumer({ db, due }: ConsumerDeps): LogConsumer<NewMail[]> {
  return {
    name: MAIL_CONSUMER,
    isOn: () => true,
    // A shop that begins to send mail does not tell of last month's orders.
    since: () => db.logCursors.firstOn(MAIL_CONSUMER),
    async prepare({ saleId, entries }) {
      const buyers = new Set(entries.flatMap(toldOf));
      const consents = buyers.size > 0 ? await db.mailConsents.among(saleId, [...buyers]) : [];
      const seqs = new Map(consents.map(({ buyer, seq }) => [buyer, seq]));
      const mails = entries.flatMap((entry) => mailsOf(saleId, entry, seqs));
      return mails.length > 0 ? mails : null;
    },
    write: (mails, transaction) => db.mails.write(mails, transaction),
    written(mails) {
      due(mails.filter(({ notBefore }) => notBefore === undefined).map(mailIdOf));
    },
  };
}

/** Buyers who are told of an entry only if they asked for it. */
function toldOf(entry: LogEntry): string[] {
  return entry.type === 'grant' || entry.type === 'expire'
    ? entry.holds.map(({ buyer }) => buyer)
    : [];
}

function mailsOf(saleId: string, entry: LogEntry, seqs: ReadonlyMap<string, number>): NewMail[] {
  const { at } = entry;
  switch (entry.type) {
    case 'grant':
      return entry.holds
        .filter(({ buyer, seq }) => seqs.get(buyer) === seq)
        .flatMap(({ buyer, seq, fence }) =>
          mailsOfHold({ saleId, buyer, seq, fence, at }, entry.expiresAt),
        );
    case 'expire':
      return entry.holds.flatMap(({ buyer, fence }): NewMail[] => {
        const seq = seqs.get(buyer);
        return seq === undefined ? [] : [{ saleId, buyer, kind: 'expired', seq, fence, at }];
      });
    case 'settle':
      return [{ saleId, buyer: entry.buyer, kind: 'order', seq: null, fence: entry.attempt, at }];
    default:
      return [];
  }
}
