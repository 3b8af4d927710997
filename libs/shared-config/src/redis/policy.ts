import { Cluster } from 'ioredis';
import type { RedisClient } from './redis.ts';

export interface RedisFacts {
  version: string;
  policy: string;
  appendOnly: boolean;
  usedMemoryBytes: number;
  maxMemoryBytes: number;
}

/** From INFO, which every user that runs scripts may call; CONFIG is often refused. */
export async function readRedisFacts(redis: RedisClient): Promise<RedisFacts[]> {
  const nodes = redis instanceof Cluster ? redis.nodes('master') : [redis];
  const infos = await Promise.all(nodes.map((node) => node.info()));
  return infos.map((info) => {
    const field = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
    return {
      version: field('redis_version'),
      policy: field('maxmemory_policy'),
      appendOnly: field('aof_enabled') === '1',
      usedMemoryBytes: Number(field('used_memory')),
      maxMemoryBytes: Number(field('maxmemory')),
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

/** Refuses such a Redis in production, and says so loudly everywhere else. */
export async function checkRedisPolicy(
  redis: RedisClient,
  options: { isProduction: boolean; warn: (message: string) => void },
): Promise<string[]> {
  const faults = redisFaults(await readRedisFacts(redis), options);
  if (faults.length > 0 && options.isProduction) {
    throw new Error(faults.join('\n'));
  }
  for (const fault of faults) {
    options.warn(fault);
  }
  return faults;
}

function isOldVersion(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < 6 || (major === 6 && minor < 2);
}
