import type { Cluster, Redis } from 'ioredis';

/** One of several workers does what must not be done twice. */
export interface Election {
  /** True for one caller until `ttlMs` after its last call. */
  lead(name: string, ttlMs: number): Promise<boolean>;
  /** Whether any worker, this one too, leads now. */
  isLed(name: string): Promise<boolean>;
}

/** A removal first: the log is stored and a sale is healed also when Redis is full. */
const script = `
local leader = redis.call('GET', KEYS[1])
if leader and leader ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

export function createElection(redis: Redis | Cluster, token: string): Election {
  return {
    async lead(name, ttlMs) {
      return (await redis.eval(script, 1, `fslead:${name}`, token, ttlMs)) === 1;
    },
    isLed: async (name) => (await redis.exists(`fslead:${name}`)) === 1,
  };
}
