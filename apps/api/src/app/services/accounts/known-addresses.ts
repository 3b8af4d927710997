import { createHmac } from 'node:crypto';
import type { RedisClient } from '@flash/shared-config';
import { type Clock, DAY_MS } from '@flash/shared-utils';
import { addressKey } from '../base/address.ts';
import { createScript } from '../base/redis-script.ts';

const KEPT_MS = 30 * DAY_MS;
/**
 * So many addresses are remembered of each kind; the least recent goes. Anybody can make an account and
 * sign in to it from many addresses, so those of buyers never push out those of the team.
 */
const KEPT_MAX = { team: 10_000, buyers: 100_000 };
const keyOf = (kind: keyof typeof KEPT_MAX) => `fsknown:${kind}`;

const remember = createScript(
  `redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
   redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. (ARGV[1] - ARGV[3]))
   redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -ARGV[4] - 1)
   redis.call('PEXPIRE', KEYS[1], ARGV[3])
   return 1`,
  1,
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
        redis.zscore(keyOf('team'), digest),
        redis.zscore(keyOf('buyers'), digest),
      ]);
      return times.some((at) => at !== null && Number(at) > clock.now() - KEPT_MS);
    },
    async remember(email: string, ip: string, kind: keyof typeof KEPT_MAX): Promise<void> {
      const digest = digestOf(email, ip);
      await remember(redis, keyOf(kind), clock.now(), digest, KEPT_MS, KEPT_MAX[kind]);
    },
  };
}
