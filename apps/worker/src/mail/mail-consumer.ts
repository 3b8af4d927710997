import { type Database, mailIdOf, mailsOfHold, type NewMail } from '@flash/database';
import type { LogEntry } from '@flash/fairness';
import type { Engine } from '@flash/reservation';
import type { LogConsumer } from '../followers/followers.ts';

interface ConsumerDeps {
  db: Pick<Database, 'mails' | 'mailConsents' | 'logCursors'>;
  engine: Pick<Engine, 'snapshot'>;
  /** These may be sent now. */
  due(ids: readonly string[]): void;
}

/** A unit goes to the first who joins: of many who wait for one, the first that asked are told of it. */
const TOLD_PER_UNIT = 20;
const TOLD_AT_ONCE = 200;

/** Names its cursors in MongoDB. */
export const MAIL_CONSUMER = 'mail';

/** Writes into the outbox what the log tells buyers who want to know it. */
export function createMailConsumer({ db, engine, due }: ConsumerDeps): LogConsumer<NewMail[]> {
  return {
    name: MAIL_CONSUMER,
    isOn: () => true,
    // A shop that begins to send mail does not tell of last month's orders.
    since: () => db.logCursors.firstOn(MAIL_CONSUMER),
    async prepare({ saleId, entries }) {
      const buyers = new Set(entries.flatMap(toldOf));
      const consents = buyers.size > 0 ? await db.mailConsents.among(saleId, [...buyers]) : [];
      const seqs = new Map(consents.map(({ buyer, seq }) => [buyer, seq]));
      const mails = [
        ...entries.flatMap((entry) => mailsOf(saleId, entry, seqs)),
        ...(await mailsOfReturn(saleId, entries)),
      ];
      return mails.length > 0 ? mails : null;
    },
    write: (mails, transaction) => db.mails.write(mails, transaction),
    written(mails) {
      due(mails.filter(({ notBefore }) => notBefore === undefined).map(mailIdOf));
    },
  };

  /** Of the last of these entries: what is free is read from how the sale is now. */
  async function mailsOfReturn(saleId: string, entries: readonly LogEntry[]): Promise<NewMail[]> {
    const entry = entries.findLast(({ type }) => FREEING.has(type));
    if (!entry || (await db.mailConsents.returnWishes(saleId, 1)).length === 0) {
      return [];
    }
    const free = await unitsToJoinFor(engine, saleId);
    if (free === 0) {
      return [];
    }
    // Two mails that are sent at the same time would both find the wish.
    const underWay = new Set(await db.mails.waitingFor(saleId, 'returned'));
    const count = Math.min(TOLD_AT_ONCE, free * TOLD_PER_UNIT);
    const wishes = await db.mailConsents.returnWishes(saleId, count + underWay.size);
    const { n: fence, at } = entry;
    return wishes
      .filter(({ to }) => !underWay.has(to))
      .slice(0, count)
      .map(({ to, seq }) => ({ saleId, buyer: to, kind: 'returned', seq, fence, at }));
  }
}

/** Free units that no one in line is before; 0 where joining is over, or the sale cannot be read. */
export async function unitsToJoinFor(
  engine: Pick<Engine, 'snapshot'>,
  saleId: string,
): Promise<number> {
  const seen = await engine.snapshot(saleId);
  if (seen.kind !== 'snapshot' || seen.closed || seen.now >= seen.endsAt || seen.waiting > 0) {
    return 0;
  }
  return seen.free;
}

/** Entries after which a unit can be free with no one in line for it. */
const FREEING = new Set<LogEntry['type']>([
  ...(['leave', 'expire', 'release', 'remove', 'refund', 'adjust', 'void'] as const),
]);

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
