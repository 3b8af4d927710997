import type { Database } from '@flash/database';
import type { Logger, RedisClient } from '@flash/shared-config';
import type { Clock } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';
import { addressKey } from '../base/address.ts';
import { createGuesses, type Guess } from './guesses.ts';
import { createDevices, createKnownAddresses } from './known-places.ts';
import type { Passwords } from './passwords.ts';

interface GuardDeps {
  redis: RedisClient;
  db: Pick<Database, 'db'>;
  clock: Clock;
  log: Logger;
  passwords: Pick<Passwords, 'asKnown'>;
  secret: string;
  secure: boolean;
}

/** Where a password is tried. */
interface From {
  ip: string;
  cookie?: string | undefined;
}

/** A password that is about to be tried. */
export interface Attempt extends Guess {
  /** Names the account to the queue of password hashes; null when a stranger may be trying. */
  caller: string | null;
}

export type Guard = ReturnType<typeof createGuard>;

/** Looked through to tell an address at which the account is signed in. */
const SESSIONS_MAX = 50;

/**
 * Limits wrong passwords of an account without letting strangers keep its owner out: browsers and addresses
 * that the account was signed in from are counted apart from the rest of the world, and their passwords
 * are looked at first.
 */
export function createGuard(deps: GuardDeps) {
  const { redis, db, clock, log, passwords, secret, secure } = deps;
  const guesses = createGuesses(redis, secret);
  const devices = createDevices({ secret, secure, clock });
  const addresses = createKnownAddresses({ redis, secret, clock });

  /** Also tells addresses of sessions from before addresses were remembered, and after a loss of Redis. */
  async function isSignedInFrom(email: string, ip: string): Promise<boolean> {
    const user = await db.db.collection('user').findOne({ email: { $eq: email } });
    if (!user) {
      return false;
    }
    const sessions = await db.db
      .collection('session')
      .find({ userId: user._id, expiresAt: { $gt: new Date() } })
      .project({ ipAddress: 1 })
      .sort({ createdAt: -1 })
      .limit(SESSIONS_MAX)
      .toArray();
    return sessions.some(({ ipAddress }) => addressKey(String(ipAddress)) === addressKey(ip));
  }

  return {
    /** For a sign-in. Throws RATE_LIMITED while the account has to wait. */
    async begin(email: string, { ip, cookie }: From): Promise<Attempt> {
      const account = guesses.accountKey(email);
      const device = devices.idIn(cookie, account);
      const isKnown = device !== null || (await addresses.has(email, ip));
      const begun = await guesses.begin(account, device === null ? '' : `d${device}`);
      if (begun.kind === 'guess') {
        return { ...begun, caller: isKnown ? account : null };
      }
      if (device === null && (isKnown || (await isSignedInFrom(email, ip)))) {
        const known = await guesses.begin(account, `a${guesses.accountKey(addressKey(ip))}`);
        if (known.kind === 'guess') {
          return { ...known, caller: account };
        }
      }
      throw tooMany(begun.waitMs);
    },
    /** For the password that is asked again within a session: a stolen one must not serve to guess it. */
    async beginInSession(email: string): Promise<Attempt> {
      const account = guesses.accountKey(email);
      const begun = await guesses.begin(account, 's');
      if (begun.kind === 'guess') {
        return { ...begun, caller: account };
      }
      throw tooMany(begun.waitMs);
    },
    /** Runs what looks at the password, and settles the attempt by how that ends. */
    async settle<Value>(attempt: Attempt, look: () => Promise<Value>): Promise<Value> {
      const { caller } = attempt;
      // By now the session is there: a count that stays must not refuse it half-way.
      const stays = (err: unknown) => log.warn({ err }, 'a try of a password stays counted');
      let value: Value;
      try {
        value = await (caller === null ? look() : passwords.asKnown(caller, look));
      } catch (error) {
        if (!isWrongPassword(error)) {
          await attempt.undo().catch(stays);
        }
        throw error;
      }
      await attempt.right().catch(stays);
      return value;
    },
    /** Remembers an address at which the account was signed in. */
    async rememberAddress(email: string, ip: string, of: 'buyers' | 'team'): Promise<void> {
      await addresses
        .remember(email, ip, of)
        // It only matters while strangers guess: no reason to refuse a sign-in.
        .catch((err: unknown) => log.warn({ err }, 'the address of a sign-in is not remembered'));
    },
    /** The set-cookie line that makes this browser a known one. */
    knownFrom: (email: string, cookie: string | undefined) =>
      devices.remember(cookie, guesses.accountKey(email)),
  };
}

export function isWrongPassword(error: unknown): boolean {
  return error instanceof AppError && error.code === 'INVALID_CREDENTIALS';
}

function tooMany(retryAfterMs: number): AppError {
  return new AppError('RATE_LIMITED', {
    retryAfterMs,
    detail:
      'Too many wrong passwords for this account. Wait, or use a browser that was signed in before.',
  });
}
