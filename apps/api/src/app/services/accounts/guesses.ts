import { createHmac } from 'node:crypto';
import { runScript, scriptOf } from '@flash/reservation';
import type { RedisClient } from '@flash/shared-config';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@flash/shared-utils';
import { redisKeys } from '../base/keys.ts';

/** So many passwords may be tried in a row before each further one has to wait, and the next twice as long. */
export const FREE_GUESSES = 10;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15 * MINUTE_MS;
/** A name that was tried a few times, which may be no account at all, is not kept for long. */
const FEW = 5;
const REMEMBERED_MS = { few: HOUR_MS, many: DAY_MS };

// Counted before the password is looked at, so that a thousand tries at once are a thousand and not one.
const begin = scriptOf(
  `local left = redis.call('PTTL', KEYS[2])
   if left > 0 then return {0, left} end
   local count = redis.call('INCR', KEYS[1])
   redis.call('PEXPIRE', KEYS[1], count < tonumber(ARGV[1]) and ARGV[2] or ARGV[3])
   local over = count - tonumber(ARGV[4])
   if over >= 0 then
     local wait = math.min(tonumber(ARGV[6]), tonumber(ARGV[5]) * 2 ^ math.min(over, 30))
     redis.call('SET', KEYS[2], '1', 'PX', string.format('%d', wait))
   end
   return {1, count}`,
);

const undo = scriptOf(
  `if redis.call('EXISTS', KEYS[1]) == 1 and redis.call('DECR', KEYS[1]) <= 0 then
     redis.call('DEL', KEYS[1])
   end
   redis.call('DEL', KEYS[2])
   return 1`,
);

export interface Guess {
  kind: 'guess';
  /** How many in a row, this one included, unless it turns out to be right. */
  count: number;
  /** The password was right: what came before is forgotten. */
  right(): Promise<void>;
  /** Whether it was right was never found out. */
  undo(): Promise<void>;
}

export type Guesses = ReturnType<typeof createGuesses>;

/**
 * Counts wrong passwords of one account, however many addresses they come from. Strangers share a count;
 * each browser and address at which the account was signed in has one of its own, so that guesses of
 * others never keep the owner out there.
 */
export function createGuesses(redis: RedisClient, secret: string) {
  return {
    /** The account as it is named in keys. */
    accountKey: (email: string) =>
      createHmac('sha256', secret).update(`guess|${email}`).digest('base64url').slice(0, 22),

    /** The guess, or how long the next one has to wait. */
    async begin(account: string, from = ''): Promise<Guess | { kind: 'wait'; waitMs: number }> {
      const [counted, wait] = redisKeys.guesses(`${account}${from && `:${from}`}`);
      const remembered = [FEW, REMEMBERED_MS.few, REMEMBERED_MS.many] as const;
      const limits = [...remembered, FREE_GUESSES, FIRST_WAIT_MS, LONGEST_WAIT_MS];
      const [isOpen, number] = (await runScript(redis, begin, [counted, wait], limits)) as [
        number,
        number,
      ];
      if (isOpen === 0) {
        return { kind: 'wait', waitMs: number };
      }
      return {
        kind: 'guess',
        count: number,
        async right() {
          await redis.del(counted, wait);
        },
        async undo() {
          await runScript(redis, undo, [counted, wait], []);
        },
      };
    },
  };
}
