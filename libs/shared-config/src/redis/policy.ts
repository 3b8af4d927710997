import { Cluster, type Redis } from 'ioredis';
import type { RedisNode } from './address.ts';
import { mastersOf, type RedisClient } from './redis.ts';

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
