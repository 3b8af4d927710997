import { setTimeout as sleep } from 'node:timers/promises';
import type { AccountMailKind, Database, LinkOutcome } from '@flash/database';
import { accountMailKey, type Logger, seal } from '@flash/shared-config';
import type { Clock } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';
import type { Identity } from './identity.ts';
import type { Passwords } from './passwords.ts';

interface LinkDeps {
  db: Pick<Database, 'db' | 'accountLinks'>;
  clock: Clock;
  log: Logger;
  identity: Pick<Identity, 'forget'>;
  passwords: Pick<Passwords, 'hash' | 'asKnown'>;
  secret: string;
}

/**
 * A request for a new password is answered after so long, whatever is found. On a machine that keeps up the link is
 * written by then; what takes longer is finished afterwards, and the answer does not tell.
 */
const ANSWER_AFTER_MS = 400;

export type AccountLinkService = ReturnType<typeof createAccountLinkService>;

/** Links that go to the address of an account by mail. */
export function createAccountLinkService(deps: LinkDeps) {
  const { db, clock, log, identity, passwords, secret } = deps;
  const writing = new Set<Promise<unknown>>();

  const ask = (userId: string, kind: AccountMailKind, locale?: string): Promise<LinkOutcome> =>
    db.accountLinks.ask({
      ...{ userId, kind, locale, now: clock.now() },
      seal: (link) => seal(accountMailKey(secret), JSON.stringify(link), `${userId}:${kind}`),
    });

  function inBackground(work: Promise<unknown>): void {
    const settled = work
      .catch((err: unknown) => log.error({ err }, 'a link for a new password is not written'))
      .finally(() => writing.delete(settled));
    writing.add(settled);
  }

  return {
    /** Tells neither by its answer nor by its time whether there is such an account. */
    async forgotten(email: string, locale?: string): Promise<void> {
      const answered = sleep(ANSWER_AFTER_MS);
      // MongoDB without an answer is told to all alike.
      const user = await db.db.collection('user').findOne({ email: { $eq: email } });
      if (user) {
        inBackground(ask(user._id.toHexString(), 'password', locale));
      }
      await answered;
    },
    /** The link is the proof; the caller does not have to be signed in. */
    async choosePassword(token: string, password: string): Promise<{ email: string }> {
      // A guess must not cost a password hash. Who has the link is known, and goes before strangers.
      const isGood = await db.accountLinks.isGood(token, 'password', clock.now());
      if (!isGood) {
        throw new AppError('LINK_INVALID');
      }
      const hash = await passwords.asKnown(token, () => passwords.hash(password));
      return known(await db.accountLinks.setPassword(token, hash, clock.now()));
    },
    sendProof: (userId: string, locale?: string) => ask(userId, 'address', locale),
    async proveAddress(token: string): Promise<{ email: string }> {
      return known(await db.accountLinks.proveAddress(token, clock.now()));
    },
    /** Links that are being written are there. */
    idle: async () => {
      await Promise.all(writing);
    },
  };

  async function known(holder: { userId: string; email: string } | null) {
    if (!holder) {
      throw new AppError('LINK_INVALID');
    }
    await identity.forget(holder.userId);
    return { email: holder.email };
  }
}
