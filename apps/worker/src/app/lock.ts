import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '@flash/reservation';

export interface HeldLock {
  /** Takes it again after somebody deleted it or it ran out. */
  again(): Promise<boolean>;
  release(): Promise<void>;
}

export interface Locks {
  /** The token that grant compares with the lock. */
  readonly token: string;
  /** Null when another worker holds it for longer than `waitMs`. */
  take(saleId: string, options?: { waitMs?: number; ttlMs?: number }): Promise<HeldLock | null>;
}

const RETRY_MS = 5;

/** The drain lock saves work and guards nothing: the grant script looks at it once more itself. */
export function createLocks(engine: Engine, token: string, defaultTtlMs: number): Locks {
  async function acquire(saleId: string, ttlMs: number, waitMs: number): Promise<boolean> {
    const giveUpAt = performance.now() + waitMs;
    for (;;) {
      if (await engine.lock(saleId, token, ttlMs)) return true;
      // Ours already: another lane of this process holds it, or an answer was lost.
      if (await engine.renewLock(saleId, token, ttlMs)) return true;
      if (performance.now() >= giveUpAt) return false;
      await sleep(RETRY_MS);
    }
  }

  return {
    token,
    async take(saleId, { waitMs = 0, ttlMs = defaultTtlMs } = {}) {
      if (!(await acquire(saleId, ttlMs, waitMs))) return null;
      const renewal = setInterval(() => {
        engine.renewLock(saleId, token, ttlMs).catch(() => {});
      }, ttlMs / 3);
      return {
        again: () => acquire(saleId, ttlMs, ttlMs),
        release: async () => {
          clearInterval(renewal);
          // One that cannot be given back runs out by itself.
          await engine.unlock(saleId, token).catch(() => {});
        },
      };
    },
  };
}
