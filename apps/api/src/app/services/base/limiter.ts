import { runScript, scriptOf } from '@flash/reservation';
import type { RedisClient } from '@flash/shared-config';
import { redisKeys } from './keys.ts';

export interface LimitRule {
  name: string;
  max: number;
  windowMs: number;
  /**
   * This many calls of one key in a window are counted in this process only and cost Redis nothing.
   * A key that makes more has all of its calls reported.
   */
  local?: number;
}

type LimitVerdict = { allowed: true } | { allowed: false; retryAfterMs: number };

interface Limiter {
  take(rule: LimitRule, key: string): Promise<LimitVerdict>;
}

// Adds to the window's count and starts its clock with the first call, in one step: a counter whose
// expiry was lost between two commands would lock its owner out for good. A window that ends later than
// it can began before the clock of the host was set back.
const addToWindow = scriptOf(
  `local count = redis.call('INCRBY', KEYS[1], ARGV[1])
   local left = redis.call('PTTL', KEYS[1])
   if left < 0 or left > tonumber(ARGV[2]) then
     redis.call('PEXPIRE', KEYS[1], ARGV[2])
     left = tonumber(ARGV[2])
   end
   return {count, left}`,
);

const LOCAL_KEYS_MAX = 50_000;

/** Fixed windows counted in Redis, so the limit is one limit however many processes serve. */
export function createLimiter(redis: RedisClient, now: () => number): Limiter {
  const local = new Map<string, { count: number; until: number }>();

  return {
    async take(rule, key) {
      const name = redisKeys.limit(rule.name, key);
      const added = rule.local === undefined ? 1 : countLocally(name, rule.local, rule.windowMs);
      if (added === 0) {
        return { allowed: true };
      }
      const [count, left] = (await runScript(
        redis,
        addToWindow,
        [name],
        [added, rule.windowMs],
      )) as [number, number];
      return count <= rule.max ? { allowed: true } : { allowed: false, retryAfterMs: left };
    },
  };

  /** How many calls to report now: none yet, all that were kept back, or the one. */
  function countLocally(name: string, free: number, windowMs: number): number {
    const at = now();
    let window = local.get(name);
    if (!window || window.until <= at) {
      if (local.size >= LOCAL_KEYS_MAX) {
        forget(at);
      }
      window = { count: 0, until: at + windowMs };
      local.set(name, window);
    }
    window.count += 1;
    if (window.count <= free) {
      return 0;
    }
    return window.count === free + 1 ? window.count : 1;
  }

  function forget(at: number): void {
    for (const [name, window] of local) {
      if (window.until <= at) {
        local.delete(name);
      }
    }
    if (local.size >= LOCAL_KEYS_MAX) {
      local.clear();
    }
  }
}

/** Counts what is open at the same time, by key. */
export function createOpenCount(max: number) {
  const open = new Map<string, number>();

  return {
    /** Null when the key has its maximum open; else what closes it, once. */
    open(key: string): (() => void) | null {
      const count = open.get(key) ?? 0;
      if (count >= max) {
        return null;
      }
      open.set(key, count + 1);
      let closed = false;
      return () => {
        if (closed) {
          return;
        }
        closed = true;
        const left = (open.get(key) ?? 1) - 1;
        if (left > 0) {
          open.set(key, left);
        } else {
          open.delete(key);
        }
      };
    },
  };
}
