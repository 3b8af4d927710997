import type { Database } from '@flash/database';
import type { RedisClient } from '@flash/shared-config';
import type { Clock } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';
import { addressKey } from '../address.ts';
import { createDevices } from './devices.ts';
import { createGuesses, type Guess } from './guesses.ts';

interface GuardDeps {
  redis: RedisClient;
  db: Pick<Database, 'db'>;
  clock: Clock;
  secret: string;
  secure: boolean;
}

/** Where a password is tried. */
interface From {
  ip: string;
  cookie?: string | undefined;
}

export type Guard = ReturnType<typeof createGuard>;

/** Looked through to tell an address at which the account is signed in. */
const SESSIONS_MAX = 50;

/**
 * Limits wrong passwords of an account without letting strangers keep its owner out: browsers and addresses
 * that the account was signed in from are counted apart from the rest of the world.
 */
export function createGuard({ redis, db, clock, secret, secure }: GuardDeps) {
  const guesses = createGuesses(redis, secret);
  const devices = createDevices({ secret, secure, clock });

  async function isKnownAddress(email: string, ip: string): Promise<boolean> {
    const user = await db.db.collection('user').findOne({ email: { $eq: email } });
    if (!user) return false;
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
    async begin(email: string, { ip, cookie }: From): Promise<Guess> {
      const account = guesses.accountKey(email);
      const device = devices.idIn(cookie, account);
      const begun = await guesses.begin(account, device === null ? '' : `d${device}`);
      if (begun.kind === 'guess') return begun;
      if (device === null && (await isKnownAddress(email, ip))) {
        const known = await guesses.begin(account, `a${guesses.accountKey(addressKey(ip))}`);
        if (known.kind === 'guess') return known;
      }
      throw tooMany(begun.waitMs);
    },
    /** For the password that is asked again within a session: a stolen one must not serve to guess it. */
    async beginInSession(email: string): Promise<Guess> {
      const begun = await guesses.begin(guesses.accountKey(email), 's');
      if (begun.kind === 'guess') return begun;
      throw tooMany(begun.waitMs);
    },
    /** The set-cookie line that makes this browser a known one. */
    knownFrom: (email: string, cookie: string | undefined) =>
      devices.remember(cookie, guesses.accountKey(email)),
  };
}

/** Runs what looks at the password, and settles the guess by how that ends. */
export async function settled<Value>(guess: Guess, look: () => Promise<Value>): Promise<Value> {
  try {
    const value = await look();
    await guess.right();
    return value;
  } catch (error) {
    if (!isWrongPassword(error)) await guess.undo();
    throw error;
  }
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
