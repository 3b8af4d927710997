import type { Cluster, Redis } from 'ioredis';

/** One of several workers does what must not be done twice. */
export interface Election {
  /** True for one caller until `ttlMs` after its last call. */
  lead(name: string, ttlMs: number): Promise<boolean>;
}

const script = `
local leader = redis.call('GET', KEYS[1])
if leader and leader ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

export function createElection(redis: Redis | Cluster, token: string): Election {
  return {
    async lead(name, ttlMs) {
      return (await redis.eval(script, 1, `fslead:${name}`, token, ttlMs)) === 1;
    },
  };
}
