import { createHash } from 'node:crypto';
import type { RedisClient } from '@flash/shared-config';

/** One small script by its hash; a server that forgot it is given the text again. */
export function createScript(source: string, keyCount: number) {
  const sha = createHash('sha1').update(source).digest('hex');
  return async (redis: RedisClient, ...keysAndArgs: (string | number)[]): Promise<unknown> => {
    try {
      return await redis.evalsha(sha, keyCount, ...keysAndArgs);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) {
        throw error;
      }
      return redis.eval(source, keyCount, ...keysAndArgs);
    }
  };
}
