import type { Cluster, Redis } from 'ioredis';
import type { Caller } from '../call.ts';
import { checkId, keysOf } from '../keys.ts';

/** Keeps drains from working twice; that nothing goes wrong without it is the scripts' business. */
export function createLock(redis: Redis | Cluster, call: Caller) {
  return {
    async lock(saleId: string, token: string, ttlMs: number): Promise<boolean> {
      const { lock } = keysOf(checkId('sale', saleId));
      return (await redis.set(lock, checkId('token', token), 'PX', ttlMs, 'NX')) === 'OK';
    },
    async renewLock(saleId: string, token: string, ttlMs: number): Promise<boolean> {
      return (await call.raw('renewLock', saleId, [], [token, ttlMs])) === 1;
    },
    async unlock(saleId: string, token: string): Promise<boolean> {
      return (await call.raw('unlock', saleId, [], [token])) === 1;
    },
  };
}
