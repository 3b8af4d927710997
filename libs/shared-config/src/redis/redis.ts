import { backoffMs } from '@flash/shared-utils';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { parseRedisUrl, type RedisAddress, type RedisNode } from './address.ts';

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

export interface RedisFacts {
  version: string;
  policy: string;
  appendOnly: boolean;
  usedMemoryBytes: number;
  maxMemoryBytes: number;
  /** One node of a Redis Cluster. */
  isClusterNode: boolean;
  isReplica: boolean;
}

/** From INFO, which every user that runs scripts may call; CONFIG is often refused. */
export async function readRedisFacts(redis: RedisClient): Promise<RedisFacts[]> {
  const infos = await Promise.all(mastersOf(redis).map((node) => node.info()));
  return infos.map((info) => {
    const field = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
    return {
      version: field('redis_version'),
      policy: field('maxmemory_policy'),
      appendOnly: field('aof_enabled') === '1',
      usedMemoryBytes: Number(field('used_memory')),
      maxMemoryBytes: Number(field('maxmemory')),
      isClusterNode: field('cluster_enabled') === '1',
      isReplica: field('role') === 'slave',
    };
  });
}

/**
 * What about this Redis could lose places in line, in words for an operator. A Redis without a limit
 * of memory grows until the system ends it; on a developer's machine the load is too small for that.
 */
export function redisFaults(facts: RedisFacts[], { isProduction = false } = {}): string[] {
  const faults = facts.flatMap((node) => [
    ...(node.policy === 'noeviction'
      ? []
      : [
          `Redis evicts keys (maxmemory-policy ${node.policy}): a full memory would silently drop places in line. Set maxmemory-policy noeviction.`,
        ]),
    ...(node.appendOnly
      ? []
      : ['Redis keeps no append-only file: a restart would lose the line. Set appendonly yes.']),
    ...(isProduction && node.maxMemoryBytes === 0
      ? [
          'Redis has no limit of memory: it would take what it is sent until the system ends it. Set maxmemory, to about two thirds of the memory it may use (CONFIG SET maxmemory 2gb, or the line "maxmemory 2gb" in redis.conf).',
        ]
      : []),
    ...(isOldVersion(node.version)
      ? [`Redis ${node.version} is too old: 6.2 or newer is needed.`]
      : []),
  ]);
  return [...new Set(faults)];
}

/**
 * What no client can work with: it takes a node of a cluster for the whole, or writes to a replica. Says
 * which line to change.
 */
export function addressFault(node: RedisFacts, { host, port }: RedisNode): string | null {
  if (node.isClusterNode) {
    return `REDIS_URL names one node of a Redis Cluster, which refuses most keys. Write redis-cluster:// instead of redis://, as in REDIS_URL=redis-cluster://${host}:${port}; more nodes follow after commas.`;
  }
  if (node.isReplica) {
    return `REDIS_URL names a replica (${host}:${port}), which takes no writes. Name its primary, or the sentinels that know it: REDIS_URL=redis-sentinel://host:26379/name.`;
  }
  return null;
}

/** Refuses such a Redis in production, and says so loudly everywhere else; a wrong address always. */
export async function checkRedisPolicy(
  redis: RedisClient,
  options: { isProduction: boolean; warn: (message: string) => void },
): Promise<string[]> {
  const facts = await readRedisFacts(redis);
  // Sentinels name the primary by themselves; in a fail-over they may be late by a moment.
  if (!(redis instanceof Cluster) && !redis.options.sentinels && facts[0]) {
    const { host = '', port = 6_379 } = redis.options;
    const fault = addressFault(facts[0], { host, port });
    if (fault !== null) {
      throw new Error(fault);
    }
  }
  const faults = redisFaults(facts, options);
  if (faults.length > 0 && options.isProduction) {
    throw new Error(faults.join('\n'));
  }
  for (const fault of faults) {
    options.warn(fault);
  }
  return faults;
}

/** Throws what an operator has to change where no replica could ever have a place (`DURABILITY=ha`). */
export async function checkReplicas(redis: RedisClient): Promise<Redis> {
  if (redis instanceof Cluster) {
    throw new Error(
      'DURABILITY=ha needs one primary with replicas, and REDIS_URL names a Redis Cluster. Remove the line DURABILITY=ha, or name sentinels: REDIS_URL=redis-sentinel://host:26379/name.',
    );
  }
  const info = await redis.info('replication');
  if (!/^slave\d+:.*state=online/m.test(info)) {
    throw new Error(
      'DURABILITY=ha needs a replica that is connected, and this Redis has none: no place could be given. Start one (the line "replicaof <host> <port>" in its redis.conf), or remove the line DURABILITY=ha.',
    );
  }
  return redis;
}

function isOldVersion(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < 6 || (major === 6 && minor < 2);
}
