import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { parseRedisUrl, type RedisAddress } from './address.ts';
import { optionsOf, type RedisRole, reconnectMs } from './options.ts';

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

/** A process that starts before its Redis should wait for it, but not for ever. */
export function whenReady(redis: RedisClient, timeoutMs = 10_000): Promise<void> {
  if (redis.status === 'ready') {
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      redis.off('ready', done);
      reject(new Error(`Redis was not ready within ${timeoutMs} ms (${redis.status}).`));
    }, timeoutMs);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    redis.once('ready', done);
  });
}

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
