import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { runScript, scriptOf } from '@flash/reservation';
import type { RedisClient } from '@flash/shared-config';
import { hostPrefix } from '@flash/shared-types';
import { type Clock, DAY_MS } from '@flash/shared-utils';
import { addressKey } from '../base/address.ts';
import { cookieOf, cookieText } from '../base/cookies.ts';
import { redisKeys } from '../base/keys.ts';

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
export function createDevices(options: { secret: string; secure: boolean; clock: Clock }): Devices {
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
export function createKnownAddresses(options: {
  redis: RedisClient;
  secret: string;
  clock: Clock;
}) {
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
