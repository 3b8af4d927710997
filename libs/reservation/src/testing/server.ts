import { startPrivateRedis } from '@flash/testing';
import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';

/** A Redis of the test's own, for what must not be done to a shared one: fill it, restart it. */
export async function openPrivateRedis() {
  const server = await startPrivateRedis({ arguments: ['--appendfsync', 'always'] });
  const redis = new Redis(server.url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
  // A restart cuts the connection on purpose.
  redis.on('error', () => {});
  onTestFinished(async () => {
    redis.disconnect();
    await server.destroy();
  });
  return {
    redis,
    /** Comes back with all that was acknowledged. */
    async restart() {
      await server.stop('SIGKILL');
      await server.start();
      await redis.ping();
    },
  };
}
