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

/** What about this Redis could lose places in line, in words for an operator. */
export function redisFaults(facts: RedisFacts[]): string[] {
  const faults = facts.flatMap((node) => [
    ...(node.policy === 'noeviction'
      ? []
      : [
          `Redis evicts keys (maxmemory-policy ${node.policy}): a full memory would silently drop places in line. Set maxmemory-policy noeviction.`,
        ]),
    ...(node.appendOnly
      ? []
      : ['Redis keeps no append-only file: a restart would lose the line. Set appendonly yes.']),
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
  const faults = redisFaults(await readRedisFacts(redis));
  if (faults.length > 0 && options.isProduction) throw new Error(faults.join('\n'));
  for (const fault of faults) options.warn(fault);
  return faults;
}

function isOldVersion(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < 6 || (major === 6 && minor < 2);
}
