import type { Cluster, Redis } from 'ioredis';
import { leaderKey } from './keys.ts';
import { runScript } from './run-script.ts';
import { loadScripts } from './scripts.ts';

/** One of several workers does what must not be done twice. */
export interface Election {
  /** True for one caller until `ttlMs` after its last call. */
  lead(name: string, ttlMs: number): Promise<boolean>;
  /** Whether any worker, this one too, leads now. */
  isLed(name: string): Promise<boolean>;
}

/** `token` names the worker. */
export function createElection(redis: Redis | Cluster, token: string): Election {
  const { lead } = loadScripts();
  return {
    async lead(name, ttlMs) {
      return (await runScript(redis, lead, [leaderKey(name)], [token, ttlMs])) === 1;
    },
    async isLed(name) {
      return (await redis.exists(leaderKey(name))) === 1;
    },
  };
}
