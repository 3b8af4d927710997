import type { Cluster, Redis } from 'ioredis';
import { runScript } from './call/run-script.ts';
import { leaderKey, workersKey } from './keys.ts';
import { loadScripts } from './scripts.ts';

/** One of several workers does what must not be done twice. */
export interface Election {
  /** True for one caller until `ttlMs` after its last call. */
  lead(name: string, ttlMs: number): Promise<boolean>;
  /** How long the worker that leads, perhaps this one, still does so, of `ttlMs` at most; 0: none leads. */
  ledForMs(name: string, ttlMs: number): Promise<number>;
}

/** `token` names the worker. */
export function createElection(redis: Redis | Cluster, token: string): Election {
  const { lead } = loadScripts();
  return {
    async lead(name, ttlMs) {
      return (await runScript(redis, lead, [leaderKey(name)], [token, ttlMs])) === 1;
    },
    async ledForMs(name, ttlMs) {
      const leftMs = await redis.pttl(leaderKey(name));
      // None is there, or it is of before the clock of the host was set back.
      if (leftMs < 0 || leftMs > ttlMs) {
        return 0;
      }
      // Redis drops a key in the millisecond after its last one, and answers 0 during that.
      return leftMs + 1;
    },
  };
}

/** Which workers live. A silent one is left out after `silentMs`. */
export interface Attendance {
  /** Says that this worker lives; answers all that do, this one too. */
  attend(silentMs: number): Promise<string[]>;
  /** The others need not wait until its silence is noticed. */
  leave(): Promise<void>;
}

/** `token` names the worker, `queueName` the work that its workers share. */
export function createAttendance(
  redis: Redis | Cluster,
  queueName: string,
  token: string,
): Attendance {
  const { attend } = loadScripts();
  const key = workersKey(queueName);
  return {
    async attend(silentMs) {
      return (await runScript(redis, attend, [key], [token, silentMs])) as string[];
    },
    async leave() {
      await redis.zrem(key, token);
    },
  };
}
