import { mastersOf, type RedisClient } from '@flash/shared-config';

const BATCH = 1_000;

/**
 * Removes what the platform keeps in Redis. All of it is made anew from MongoDB; left there, it would tell of
 * orders and places that the restored database does not know.
 */
export async function emptyRedis(redis: RedisClient, bullmqPrefix: string): Promise<number> {
  const quoted = bullmqPrefix.replace(/[[\]*?\\]/g, '\\$&');
  let removed = 0;
  for (const node of mastersOf(redis)) {
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
