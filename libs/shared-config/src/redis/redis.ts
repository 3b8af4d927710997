import { backoffMs } from '@flash/shared-utils';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { parseRedisUrl, type RedisAddress } from './address.ts';

export type RedisClient = Redis | Cluster;

/**
 * A client for one role. Listen to its `error` event. It connects by itself; before `whenReady`
 * resolves, a producer's commands are refused.
 */
export function createRedis(url: string, role: RedisRole, more: RedisOptions = {}): RedisClient {
  const address = parseRedisUrl(url);
  if (!address) {
    throw new Error('REDIS_URL is not an address of Redis.');
  }
  const options = {
    ...optionsOf(role),
    ...identityOf(address),
    connectionName: `flash-${role}`,
    ...more,
  };
  if (address.kind === 'cluster') {
    return createCluster(address, options);
  }
  if (address.kind === 'sentinel') {
    return createWatched(address, options);
  }
  return new Redis({ ...address.nodes[0], db: address.db, ...options });
}

/** Each server of its own that takes writes: keys are spread over all of them. */
export const mastersOf = (redis: RedisClient): Redis[] =>
  redis instanceof Cluster ? redis.nodes('master') : [redis];

/** A process that starts before its Redis should wait for it, but not for ever. */
export function whenReady(redis: RedisClient, timeoutMs = 10_000): Promise<void> {
  if (redis.status === 'ready') {
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    let last = '';
    const stop = () => {
      clearTimeout(timer);
      redis.off('ready', done);
      redis.off('error', note);
    };
    const done = () => {
      stop();
      resolve();
    };
    const fail = (why: string) => {
      stop();
      reject(new Error(why));
    };
    const note = (error: Error & { lastNodeError?: Error }) => {
      last = ` ${(error.lastNodeError ?? error).message}`;
      // Waiting does not make a cluster of it.
      if (last.includes('cluster support disabled')) {
        fail(NO_CLUSTER);
      }
    };
    const timer = setTimeout(() => {
      fail(`Redis was not ready within ${timeoutMs} ms (${redis.status}).${last}`);
    }, timeoutMs);
    redis.once('ready', done);
    redis.on('error', note);
  });
}

const NO_CLUSTER =
  'REDIS_URL names a Redis Cluster, and this Redis is none. Write redis:// instead of redis-cluster://, with one host and port.';

function createCluster(address: RedisAddress, options: RedisOptions): Cluster {
  const { enableOfflineQueue, enableAutoPipelining, ...each } = options;
  return new Cluster(address.nodes, {
    redisOptions: each,
    enableOfflineQueue: enableOfflineQueue ?? true,
    enableAutoPipelining: enableAutoPipelining ?? false,
    clusterRetryStrategy: reconnectMs,
    // A sale is one slot and its reads must be exact: replicas never answer.
    scaleReads: 'master',
  });
}

function createWatched(address: RedisAddress, options: RedisOptions): Redis {
  return new Redis({
    sentinels: address.nodes,
    name: address.name ?? '',
    enableTLSForSentinelMode: address.tls,
    sentinelRetryStrategy: reconnectMs,
    ...options,
  });
}

function identityOf({ username, password, tls }: RedisAddress): RedisOptions {
  return {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls ? { tls: {} } : {}),
  };
}

/**
 * `producer` answers people: it fails at once when Redis is away, and the caller says so.
 * `worker` has no caller waiting: it waits until Redis is back. `subscriber` listens.
 */
export type RedisRole = 'producer' | 'worker' | 'subscriber';

const reconnectMs = (attempt: number) => backoffMs(attempt, { baseMs: 50, capMs: 2_000 });

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

/**
 * The code of an error reply (`READONLY`, `OOM`, …). When a command inside a script is refused, Redis
 * 7 and Valkey begin the text with that code; Redis 6.2 puts it into the middle:
 * `ERR Error running script (call to f_…): @user_script:1: @user_script: 1: -READONLY …`.
 */
export function redisErrorCode(error: unknown): string | null {
  if (!(error instanceof Error)) {
    return null;
  }
  return (inScript.exec(error.message) ?? plain.exec(error.message))?.[1] ?? null;
}

const inScript = /^ERR Error running script .*?: -([A-Z]+) /;
const plain = /^([A-Z]{2,})(?: |$)/;
