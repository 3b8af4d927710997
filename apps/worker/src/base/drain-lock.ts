import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '@flash/reservation';
import { bestEffort, type Logger } from '@flash/shared-config';

export interface HeldLock {
  /** Something was done: keeps the lock, at least for a step of `stepMs`. */
  progress(stepMs?: number): Promise<void>;
  /** Takes it again after it was deleted or ran out. */
  again(): Promise<boolean>;
  release(): Promise<void>;
}

interface TakeOptions {
  waitMs?: number;
  ttlMs?: number;
  /**
   * Keeps the lock without a word from its holder for as long as this is true, and gives it back as
   * soon as it is not. For work whose steps have no bound of their own.
   */
  keepWhile?: () => boolean;
}

export interface Locks {
  /** The token that grant compares with the lock. */
  readonly token: string;
  /** For how long a lock is taken. */
  readonly ttlMs: number;
  /** A lock that a script takes now. */
  taken(saleId: string): HeldLock;
  /** Null when another worker holds it for longer than `waitMs`. */
  take(saleId: string, options?: TakeOptions): Promise<HeldLock | null>;
}

interface LockDeps {
  engine: Engine;
  token: string;
  ttlMs: number;
  log: Logger;
}

const RETRY_MS = 5;

/** The drain lock saves work and guards nothing: the grant script looks at it once more itself. */
export function createLocks({ engine, token, ttlMs: defaultTtlMs, log }: LockDeps): Locks {
  async function acquire(saleId: string, ttlMs: number, waitMs: number): Promise<boolean> {
    const giveUpAt = performance.now() + waitMs;
    for (;;) {
      if (await engine.lock(saleId, token, ttlMs)) {
        return true;
      }
      // Ours already: another task of this process holds it, or an answer was lost.
      if (await engine.renewLock(saleId, token, ttlMs)) {
        return true;
      }
      if (performance.now() >= giveUpAt) {
        return false;
      }
      await sleep(RETRY_MS);
    }
  }

  // One that cannot be renewed or given back runs out by itself; the next step of its holder is refused.
  const renew = (saleId: string, ttlMs: number) =>
    bestEffort(log, 'renew the drain lock', engine.renewLock(saleId, token, ttlMs), false);
  const giveBack = (saleId: string) =>
    bestEffort(log, 'give the drain lock back', engine.unlock(saleId, token), false);

  function keep(saleId: string, ttlMs: number, isWanted: () => boolean): NodeJS.Timeout {
    const timer = setInterval(() => {
      if (isWanted()) {
        void renew(saleId, ttlMs);
        return;
      }
      clearInterval(timer);
      void giveBack(saleId);
    }, ttlMs / 6);
    return timer;
  }

  function held(saleId: string, ttlMs: number, timer?: NodeJS.Timeout): HeldLock {
    let keptUntil = performance.now() + ttlMs;
    return {
      async progress(stepMs = 0) {
        const needed = Math.max(stepMs, (ttlMs * 2) / 3);
        if (keptUntil - performance.now() >= needed) {
          return;
        }
        const forMs = Math.max(stepMs, ttlMs);
        keptUntil = performance.now() + forMs;
        await renew(saleId, forMs);
      },
      again: () => acquire(saleId, ttlMs, ttlMs),
      release: async () => {
        clearInterval(timer);
        await giveBack(saleId);
      },
    };
  }

  return {
    token,
    ttlMs: defaultTtlMs,
    taken: (saleId) => held(saleId, defaultTtlMs),
    async take(saleId, { waitMs = 0, ttlMs = defaultTtlMs, keepWhile } = {}) {
      if (!(await acquire(saleId, ttlMs, waitMs))) {
        return null;
      }
      return held(saleId, ttlMs, keepWhile && keep(saleId, ttlMs, keepWhile));
    },
  };
}
