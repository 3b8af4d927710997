import { backoffMs } from '@flash/shared-utils';
import type { RedisOptions } from 'ioredis';
import { redisErrorCode } from './error-code.ts';

/**
 * `producer` answers people: it fails at once when Redis is away, and the caller says so.
 * `worker` has no caller waiting: it waits until Redis is back. `subscriber` listens.
 */
export type RedisRole = 'producer' | 'worker' | 'subscriber';

export const reconnectMs = (attempt: number) => backoffMs(attempt, { baseMs: 50, capMs: 2_000 });

const shared: RedisOptions = {
  connectTimeout: 5_000,
  keepAlive: 10_000,
  retryStrategy: reconnectMs,
  // A command whose answer was lost is sent again: every script is safe to run twice, so no caller has
  // to be told that an outcome is unknown (docs/architecture.md).
  autoResendUnfulfilledCommands: true,
  // A server that loads its data guesses at first how long it will take, up to ten seconds too long.
  maxLoadingRetryTime: 250,
};

/** Errors of a server that was demoted or is still loading: the connection has to be made anew. */
const elsewhere: ReadonlySet<string | null> = new Set(['READONLY', 'LOADING', 'MASTERDOWN']);
const isElsewhere = (error: Error) => elsewhere.has(redisErrorCode(error));

export function optionsOf(role: RedisRole): RedisOptions {
  if (role === 'producer') {
    return {
      ...shared,
      enableOfflineQueue: false,
      enableAutoPipelining: true,
      maxRetriesPerRequest: 1,
      // A server that accepts and never answers must not hold people for ever.
      commandTimeout: 3_000,
      // Reconnects, and lets the caller repeat: holding the command back would hide the outage.
      reconnectOnError: (error) => (isElsewhere(error) ? 1 : false),
    };
  }
  return {
    ...shared,
    maxRetriesPerRequest: null,
    enableAutoPipelining: role === 'worker',
    reconnectOnError: (error) => (isElsewhere(error) ? 2 : false),
  };
}
