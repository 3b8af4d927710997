import { DAY_MS, MINUTE_MS } from '@flash/shared-utils';
import type { mongo } from 'mongoose';
import { type AuditDoc, insertRows } from '../audit/audit.ts';
import { maybeObjectId, objectId } from '../connection/documents.ts';
import { pageOf, readPage, type Search } from '../connection/pages.ts';
import { type Sessions, transact } from '../connection/transaction.ts';
import { mailLists } from '../indexes.ts';
import type { Mail, MailFilter, MailKind, MailState, Mails, NewMail } from './contract.ts';

export interface MailDoc {
  _id: string;
  /** Null: the mail is to an account. */
  flashSaleId: mongo.ObjectId | null;
  buyer: string;
  kind: MailKind;
  seq: number | null;
  fence: number | null;
  state: MailState;
  why: string | null;
  tries: number;
  nextAt: Date;
  createdAt: Date;
  sentAt: Date | null;
  resends: number;
  locale: string | null;
  timeZone: string | null;
  to: string | null;
  sealed: string | null;
  /** Missing where it tells of the sale or the account alone. */
  about?: string;
  /** When MongoDB deletes one that no sale takes with it. */
  forgetAt?: Date;
}

const DEADLINE_MS = 5_000;
const ACCOUNT_MAILS_KEPT_MS = 30 * DAY_MS;

/** Where mails are written, and how workers hear of it. */
export interface MailOutbox {
  docs: mongo.Collection<MailDoc>;
  announce(): void;
}

export function mailOutbox(db: mongo.Db, announce: () => void): MailOutbox {
  return { docs: db.collection<MailDoc>('mails'), announce };
}

/**
 * `placed` tells of a wish for mail, `returned` each of those who want to know of an entry of the log, others of a hold or
 * an order, which have a number of their own. What an account asks for is known by when, and what became of a
 * webhook by which one, and when.
 */
export function mailIdOf({ saleId, buyer, kind, seq, fence, at, about }: NewMail): string {
  if (saleId === null) {
    return about === undefined
      ? `account:${buyer}-${at}:${kind}`
      : `account:${buyer}-${about}-${at}:${kind}`;
  }
  switch (kind) {
    case 'placed':
      return `${saleId}:${seq}-${at}:placed`;
    case 'returned':
      return `${saleId}:${fence}-${seq}:returned`;
    default:
      return `${saleId}:${fence}:${kind}`;
  }
}

/** Upserts: an id that is there already would end a transaction of inserts. */
export async function writeMails(
  { docs, announce }: MailOutbox,
  mails: readonly NewMail[],
  session?: mongo.ClientSession,
): Promise<void> {
  if (mails.length === 0) {
    return;
  }
  announce();
  const writes = mails.map((mail) => {
    const { _id, ...doc } = docOf(mail);
    return { updateOne: { filter: { _id }, update: { $setOnInsert: doc }, upsert: true } };
  });
  await docs.bulkWrite(writes, { ordered: false, ...(session && { session }) });
}

function docOf(mail: NewMail): MailDoc {
  const { saleId, buyer, kind, seq, fence, at, notBefore = at, locale = null, about } = mail;
  const flashSaleId = saleId === null ? null : objectId(saleId);
  return {
    ...{ _id: mailIdOf(mail), flashSaleId, buyer, kind, seq, fence },
    ...{ state: 'waiting', why: null, tries: 0, nextAt: new Date(notBefore) },
    ...{ createdAt: new Date(at), sentAt: null, resends: 0 },
    ...{ locale, timeZone: null, to: null, sealed: null },
    ...(about !== undefined && { about }),
    ...(saleId === null && { forgetAt: new Date(at + ACCOUNT_MAILS_KEPT_MS) }),
  };
}

function toMail(doc: MailDoc): Mail {
  const { _id, flashSaleId, nextAt, createdAt, sentAt, forgetAt: _, ...rest } = doc;
  return {
    ...rest,
    id: _id,
    saleId: flashSaleId?.toHexString() ?? null,
    about: doc.about ?? null,
    nextAt: nextAt.getTime(),
    at: createdAt.getTime(),
    sentAt: sentAt?.getTime() ?? null,
  };
}

/** In guest sales an address is known by the same digest as a buyer who joins with it. */
export function ofPerson(saleId: string, names: readonly string[]) {
  const any = { $in: [...names] };
  return { flashSaleId: objectId(saleId), $or: [{ buyer: any }, { to: any }] };
}

export function createMails(deps: {
  outbox: MailOutbox;
  log: mongo.Collection<AuditDoc>;
  sessions: Sessions;
}): Mails {
  const { docs } = deps.outbox;
  return {
    write: (mails, session) => writeMails(deps.outbox, mails, session),
    async due(now, limit) {
      const found = await docs
        .find(
          { state: 'waiting', nextAt: { $lte: new Date(now) } },
          { sort: { nextAt: 1 }, limit, projection: { _id: 1 }, hint: mailLists.due },
        )
        .toArray();
      return found.map(({ _id }) => _id);
    },
    async take(id, now, forMs) {
      const taken = await docs.findOneAndUpdate(
        { _id: id, state: 'waiting', nextAt: { $lte: new Date(now) } },
        { $set: { nextAt: new Date(now + forMs) }, $inc: { tries: 1 } },
        { returnDocument: 'after' },
      );
      return taken && toMail(taken);
    },
    async sent(id, sent, now) {
      const change = { ...sent, state: 'sent' as const, why: null, sentAt: new Date(now) };
      await docs.updateOne({ _id: id }, { $set: change });
    },
    async later(id, nextAt, why, wasTried) {
      const change = { $set: { nextAt: new Date(nextAt), why } };
      const untried = wasTried ? {} : { $inc: { tries: -1 } };
      await docs.updateOne({ _id: id, state: 'waiting' }, { ...change, ...untried });
    },
    async end(id, state, why) {
      await docs.updateOne({ _id: id, state: 'waiting' }, { $set: { state, why } });
    },
    async get(id) {
      const found = await docs.findOne({ _id: id });
      return found && toMail(found);
    },
    async list(filter) {
      const paging = pageOf(filter);
      const search = searchOf(filter);
      const { docs: found, total } = await readPage<MailDoc>(
        docs as unknown as mongo.Collection,
        search,
        paging,
      );
      return { items: found.map(toMail), total, page: paging.page, limit: paging.limit };
    },
    resend: (id, now, rows) => resend(deps, id, now, rows),
    async countTo(saleId, to, since) {
      const sent = { flashSaleId: objectId(saleId), to, sentAt: { $gte: new Date(since) } };
      return docs.countDocuments(sent, { hint: mailLists.ofAddress });
    },
    async waitingFor(saleId, kind) {
      const found = await docs
        .find(
          { flashSaleId: objectId(saleId), kind, state: 'waiting' },
          { projection: { buyer: 1 }, hint: mailLists.ofSale },
        )
        .toArray();
      return found.map(({ buyer }) => buyer);
    },
    async backlog(now) {
      const late = { state: 'waiting' as const, nextAt: { $lte: new Date(now) } };
      const [waiting, oldest, failed] = await Promise.all([
        docs.countDocuments(late, { hint: mailLists.due }),
        docs.findOne(late, { sort: { nextAt: 1 }, hint: mailLists.due }),
        docs.countDocuments({ state: 'failed' }, { hint: mailLists.byState }),
      ]);
      return { waiting, oldestAt: oldest?.nextAt.getTime() ?? null, failed };
    },
    async ofPerson(saleId, names) {
      return (await docs.find(ofPerson(saleId, names)).toArray()).map(toMail);
    },
    async ofAccount(userId) {
      return (await docs.find({ flashSaleId: null, buyer: userId }).toArray()).map(toMail);
    },
    async forget(saleId, names) {
      return (await docs.deleteMany(ofPerson(saleId, names))).deletedCount;
    },
    async forgetSale(saleId) {
      return (await docs.deleteMany({ flashSaleId: objectId(saleId) })).deletedCount;
    },
  };
}

/** The narrowest index of those a filter could use; the rest is looked at in its rows. */
function searchOf({ saleId, state, kind }: MailFilter): Search {
  const query = {
    ...(saleId === undefined ? {} : { flashSaleId: maybeObjectId(saleId) }),
    ...(state === undefined ? {} : { state }),
    ...(kind === undefined ? {} : { kind }),
  };
  const hint =
    saleId !== undefined
      ? mailLists.ofSale
      : state !== undefined
        ? mailLists.byState
        : mailLists.all;
  return { query, sort: { createdAt: -1, _id: -1 }, hint };
}

/** The row of the audit log and the mail change together. */
async function resend(
  { outbox: { docs, announce }, log, sessions }: Parameters<typeof createMails>[0],
  id: string,
  now: number,
  rows: Parameters<Mails['resend']>[2],
): ReturnType<Mails['resend']> {
  const outcome = await transact<Awaited<ReturnType<Mails['resend']>>>(
    sessions,
    DEADLINE_MS,
    async (session) => {
      const found = await docs.findOne({ _id: id }, { session });
      if (!found) {
        return { commit: false, value: 'missing' };
      }
      if (found.state === 'waiting') {
        return { commit: false, value: 'busy' };
      }
      announce();
      await docs.updateOne(
        { _id: id },
        {
          $set: { state: 'waiting', nextAt: new Date(now), tries: 0, why: null },
          $inc: { resends: 1 },
        },
        { session },
      );
      await insertRows(log, rows(toMail(found)), session);
      return { commit: true, value: 'waiting' };
    },
  );
  return outcome.kind === 'done' ? outcome.value : 'unknown';
}

/** Before its end a reservation is told of once more; the page offers more time from then on. */
export const ENDING_MAIL_MS = 3 * MINUTE_MS;

/** What a buyer is told of a hold while it lasts. */
export function mailsOfHold(hold: Omit<NewMail, 'kind'>, expiresAt: number): NewMail[] {
  const notBefore = expiresAt - ENDING_MAIL_MS;
  const turn: NewMail = { ...hold, kind: 'turn' };
  // Of a short hold the first mail says all there is to say.
  return notBefore - hold.at < ENDING_MAIL_MS
    ? [turn]
    : [turn, { ...hold, kind: 'ending', notBefore }];
}
