import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Database } from '@flash/database';
import { runScript, scriptOf } from '@flash/reservation';
import type { Logger, RedisClient } from '@flash/shared-config';
import { hostPrefix } from '@flash/shared-types';
import { type Clock, DAY_MS } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';
import { addressKey } from '../base/address.ts';
import { cookieOf, cookieText } from '../base/cookies.ts';
import { redisKeys } from '../base/keys.ts';
import { createGuesses, type Guess } from './guesses.ts';
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

const NAME = 'flash_device';
const KEPT_DAYS = 180;
/** Accounts that one browser is remembered for; the least recent goes. */
const ACCOUNTS_MAX = 5;

interface Entry {
  account: string;
  id: string;
  until: number;
}

interface Devices {
  /** The name under which this browser was signed in to the account before; null when it never was. */
  idIn(cookies: string | undefined, account: string): string | null;
  /** The set-cookie line by which this browser is known to the account from now on. */
  remember(cookies: string | undefined, account: string): string;
}

/**
 * A signed cookie that opens nothing. It only tells a browser in which the right password was entered from
 * those of strangers, and is kept nowhere here.
 */
function createDevices(options: { secret: string; secure: boolean; clock: Clock }): Devices {
  const { secret, secure, clock } = options;
  const name = `${secure ? hostPrefix : ''}${NAME}`;
  const markOf = (fields: string) =>
    createHmac('sha256', secret).update(`device|${fields}`).digest('base64url').slice(0, 22);
  const textOf = ({ account, id, until }: Entry) => {
    const fields = `${account}.${id}.${until.toString(36)}`;
    return `${fields}.${markOf(fields)}`;
  };

  function read(text: string): Entry[] {
    const [account = '', id = '', ending = '', mark = ''] = text.split('.');
    const given = Buffer.from(mark);
    const right = Buffer.from(markOf(`${account}.${id}.${ending}`));
    if (given.length !== right.length || !timingSafeEqual(given, right)) {
      return [];
    }
    const until = Number.parseInt(ending, 36);
    return until > clock.now() ? [{ account, id, until }] : [];
  }

  const entriesIn = (cookies: string | undefined) =>
    (cookieOf(cookies, name) ?? '').split('~', ACCOUNTS_MAX).flatMap(read);

  const idIn = (cookies: string | undefined, account: string) =>
    entriesIn(cookies).find((entry) => entry.account === account)?.id ?? null;

  return {
    idIn,
    remember(cookies, account) {
      const others = entriesIn(cookies).filter((entry) => entry.account !== account);
      const id = idIn(cookies, account) ?? randomBytes(12).toString('base64url');
      const until = clock.now() + KEPT_DAYS * DAY_MS;
      const entries = [{ account, id, until }, ...others].slice(0, ACCOUNTS_MAX);
      const maxAgeSeconds = (KEPT_DAYS * DAY_MS) / 1_000;
      return cookieText(name, entries.map(textOf).join('~'), { maxAgeSeconds, secure });
    },
  };
}

const KEPT_MS = 30 * DAY_MS;
/**
 * How many addresses are kept for each kind of account; the least recent is dropped. Anyone can register
 * and sign in from many addresses, so those of buyers never push out those of the team.
 */
const KEPT_MAX = { team: 10_000, buyers: 100_000 };

const remember = scriptOf(
  `redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
   redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. (ARGV[1] - ARGV[3]))
   redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -ARGV[4] - 1)
   redis.call('PEXPIRE', KEYS[1], ARGV[3])
   return 1`,
);

/**
 * From where the right password of an account was entered in the last 30 days, also after signing out:
 * a program that keeps no cookies is told from strangers by it. Keyed digests of account and address.
 */
function createKnownAddresses(options: { redis: RedisClient; secret: string; clock: Clock }) {
  const { redis, secret, clock } = options;
  const digestOf = (email: string, ip: string) =>
    createHmac('sha256', secret)
      .update(`known|${email}|${addressKey(ip)}`)
      .digest('base64url')
      .slice(0, 22);

  return {
    async has(email: string, ip: string): Promise<boolean> {
      const digest = digestOf(email, ip);
      const times = await Promise.all([
        redis.zscore(redisKeys.knownAddresses('team'), digest),
        redis.zscore(redisKeys.knownAddresses('buyers'), digest),
      ]);
      return times.some((at) => at !== null && Number(at) > clock.now() - KEPT_MS);
    },
    async remember(email: string, ip: string, kind: keyof typeof KEPT_MAX): Promise<void> {
      const digest = digestOf(email, ip);
      await runScript(
        redis,
        remember,
        [redisKeys.knownAddresses(kind)],
        [clock.now(), digest, KEPT_MS, KEPT_MAX[kind]],
      );
    },
  };
}
