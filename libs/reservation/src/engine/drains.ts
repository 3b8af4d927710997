import type { Cluster, Redis } from 'ioredis';
import type { Caller } from '../call.ts';
import { checkId, liveSetKey } from '../keys.ts';

/** Keeps drains from working twice; that nothing goes wrong without it is the scripts' business. */
export function createLock(call: Caller) {
  return {
    async lock(saleId: string, token: string, ttlMs: number): Promise<boolean> {
      return (await call.raw('lock', saleId, [], [checkId('token', token), ttlMs])) === 1;
    },
    async renewLock(saleId: string, token: string, ttlMs: number): Promise<boolean> {
      return (await call.raw('renewLock', saleId, [], [token, ttlMs])) === 1;
    },
    async unlock(saleId: string, token: string): Promise<boolean> {
      return (await call.raw('unlock', saleId, [], [token])) === 1;
    },
  };
}

/** Sales with recent joins. Losing a hint costs one idle interval, nothing else. */
export function createHints(redis: Redis | Cluster) {
  return {
    async hint(saleId: string): Promise<void> {
      await redis.sadd(liveSetKey, checkId('sale', saleId));
    },
    hinted: (): Promise<string[]> => redis.smembers(liveSetKey),
    async unhint(saleId: string): Promise<void> {
      await redis.srem(liveSetKey, saleId);
    },
  };
}
