import type { RedisClient } from '@flash/shared-config';
import { Cluster } from 'ioredis';

const BATCH = 1_000;

/**
 * Removes what the platform keeps in Redis. All of it is made anew from MongoDB; left there, it would tell of
 * orders and places that the restored database does not know.
 */
export async function emptyRedis(redis: RedisClient, bullmqPrefix: string): Promise<number> {
  const nodes = redis instanceof Cluster ? redis.nodes('master') : [redis];
  const quoted = bullmqPrefix.replace(/[[\]*?\\]/g, '\\$&');
  let removed = 0;
  for (const node of nodes) {
    for (const match of ['fs*', `${quoted}:*`]) {
      let cursor = '0';
      do {
        const [next, keys] = await node.scan(cursor, 'MATCH', match, 'COUNT', BATCH);
        cursor = next;
        await Promise.all(keys.map((key) => node.unlink(key)));
        removed += keys.length;
      } while (cursor !== '0');
    }
  }
  return removed;
}
