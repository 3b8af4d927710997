import type { Cluster, Redis } from 'ioredis';
import { checkId, liveSetKey } from '../keys.ts';

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
