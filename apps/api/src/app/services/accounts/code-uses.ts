import { createHmac } from 'node:crypto';
import type { RedisClient } from '@flash/shared-config';

/** Longer than a code of an authenticator app is taken for, with clocks that are a little off. */
const REMEMBERED_MS = 180_000;

/**
 * A code of an authenticator app opens one session: whoever looked over a shoulder comes too late.
 * True for the one who uses it first.
 */
export function createCodeUses(redis: RedisClient, secret: string) {
  return async (userId: string, code: string): Promise<boolean> => {
    const use = createHmac('sha256', secret).update(`${userId}\n${code}`).digest('base64url');
    return (await redis.set(`fscode:${use}`, '1', 'PX', REMEMBERED_MS, 'NX')) === 'OK';
  };
}
