import { createHash } from 'node:crypto';
import { DAY_MS, HOUR_MS } from '@flash/shared-utils';
import type { mongo } from 'mongoose';
import { type Sessions, transact } from '../connection/transaction.ts';
import type { AccountMailKind } from '../mails/contract.ts';
import { type MailOutbox, writeMails } from '../mails/mails.ts';
import type { MemberDoc } from '../team/model.ts';
import { hashOf, newToken } from '../team/tokens.ts';
import { accessOf } from './access.ts';

/** A link that went to the address of an account by mail, and proves that its reader gets mail there. */
interface AccountLink {
  userId: string;
  /** When it was asked for. */
  at: number;
  expiresAt: number;
  /** Its token and where it goes, readable with a secret that is not in the database. */
  sealed: string;
}

interface LinkWish {
  userId: string;
  /** `password`: with it a new one is chosen. `address`: with it the address is proven. */
  kind: AccountMailKind;
  /** Of the mail; missing: that of the shop. */
  locale?: string | undefined;
  now: number;
  seal(link: { token: string; address: string }): string;
}

/**
 * `written`: link and mail are there, and an older link is void. `enough`: as many as may were written within the
 * hour. `none`: there is nothing to send, as to a member of the team who lost a password.
 */
export type LinkOutcome = 'written' | 'enough' | 'none';

export interface AccountLinks {
  ask(wish: LinkWish): Promise<LinkOutcome>;
  /** The newest one of this kind. */
  of(userId: string, kind: AccountMailKind): Promise<AccountLink | null>;
  /** Whether it would open something. */
  isGood(token: string, kind: AccountMailKind, now: number): Promise<boolean>;
  /** Password, sessions and the link itself change together or not at all. The address is proven as well. */
  setPassword(token: string, passwordHash: string, now: number): Promise<Holder | null>;
  proveAddress(token: string, now: number): Promise<Holder | null>;
}

interface Holder {
  userId: string;
  email: string;
}

interface LinkDoc {
  /** `<account>:<kind>` */
  _id: string;
  userId: string;
  kind: AccountMailKind;
  tokenHash: string;
  /** Digest of the password or the address that the link was made for: it opens nothing after a change. */
  madeFor: string;
  sealed: string;
  createdAt: Date;
  expiresAt: Date;
  /** When links of this kind were written in the last hour. */
  asked: Date[];
}

interface LinkDeps {
  db: mongo.Db;
  members: mongo.Collection<MemberDoc>;
  mails: MailOutbox;
  sessions: Sessions;
}

const DEADLINE_MS = 5_000;
const LASTS_MS: Record<AccountMailKind, number> = { password: HOUR_MS, address: DAY_MS };
/** An outsider can ask as well: more would flood the mailbox, and the newest link works all the time. */
const PER_HOUR = 4;

export function createAccountLinks({ db, members, mails, sessions }: LinkDeps): AccountLinks {
  const links = db.collection<LinkDoc>('accountlinks');
  const access = accessOf(db);
  const usable = (token: string, kind: AccountMailKind, now: number) => ({
    tokenHash: hashOf(token),
    kind,
    expiresAt: { $gt: new Date(now) },
  });

  /** What a link of this kind is made for; null: this account gets none. */
  async function subjectOf(userId: string, kind: AccountMailKind, session: mongo.ClientSession) {
    const user = await access.user(userId, session);
    if (!user) {
      return null;
    }
    const { email } = user;
    if (kind === 'address') {
      return user.emailVerified ? null : { email, madeFor: digestOf(email) };
    }
    const isMember = (await members.findOne({ _id: userId }, { session })) !== null;
    const hash = isMember ? null : await access.passwordHash(userId, session);
    return hash === null ? null : { email, madeFor: digestOf(hash) };
  }

  async function use(
    token: string,
    kind: AccountMailKind,
    now: number,
    change: (userId: string, session: mongo.ClientSession) => Promise<boolean>,
  ): Promise<Holder | null> {
    return decided(sessions, async (session) => {
      const link = await links.findOneAndDelete(usable(token, kind, now), { session });
      const subject = link && (await subjectOf(link.userId, kind, session));
      if (!subject || subject.madeFor !== link.madeFor || !(await change(link.userId, session))) {
        return { commit: false, value: null };
      }
      await access.proveAddress(link.userId, session);
      return { commit: true, value: { userId: link.userId, email: subject.email } };
    });
  }

  return {
    async ask({ userId, kind, locale, now, seal }) {
      const _id = `${userId}:${kind}`;
      return decided<LinkOutcome>(sessions, async (session) => {
        const subject = await subjectOf(userId, kind, session);
        if (!subject) {
          return { commit: false, value: 'none' };
        }
        const before = await links.findOne({ _id }, { session });
        const asked = (before?.asked ?? []).filter((at) => at.getTime() > now - HOUR_MS);
        if (asked.length >= PER_HOUR) {
          return { commit: false, value: 'enough' };
        }
        const { token, hash } = newToken();
        const { email, madeFor } = subject;
        const createdAt = new Date(now);
        const link = {
          ...{ userId, kind, tokenHash: hash, madeFor, sealed: seal({ token, address: email }) },
          ...{ createdAt, expiresAt: new Date(now + LASTS_MS[kind]), asked: [...asked, createdAt] },
        };
        await links.replaceOne({ _id }, link, { upsert: true, session });
        const mail = { saleId: null, buyer: userId, kind, seq: null, fence: null, at: now };
        await writeMails(mails, [{ ...mail, ...(locale !== undefined && { locale }) }], session);
        return { commit: true, value: 'written' };
      });
    },
    async of(userId, kind) {
      const found = await links.findOne({ _id: `${userId}:${kind}` });
      return found && toLink(found);
    },
    isGood: async (token, kind, now) => (await links.findOne(usable(token, kind, now))) !== null,
    setPassword: (token, passwordHash, now) =>
      use(token, 'password', now, async (userId, session) => {
        if (!(await access.setPassword(userId, passwordHash, session))) {
          return false;
        }
        await access.endSessions(userId, session);
        return true;
      }),
    proveAddress: (token, now) => use(token, 'address', now, async () => true),
  };
}

/** As `transact`, for callers to whom an unknown end is a failure. */
async function decided<T>(sessions: Sessions, body: Parameters<typeof transact<T>>[2]): Promise<T> {
  const outcome = await transact<T>(sessions, DEADLINE_MS, body);
  if (outcome.kind === 'unknown') {
    throw outcome.error;
  }
  return outcome.value;
}

function toLink({ userId, createdAt, expiresAt, sealed }: LinkDoc): AccountLink {
  return { userId, at: createdAt.getTime(), expiresAt: expiresAt.getTime(), sealed };
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('base64url');
