import type { Logger } from '@flash/shared-config';

/** Kinds of work on a sale that may go on side by side. */
type Lane = 'drain' | 'sweep' | 'resolve' | 'blocks' | 'intents' | 'restore' | 'jobs' | 'audit';

export interface Lanes {
  /** Starts the work unless this lane of this sale is busy; a failure waits for the next look. */
  start(lane: Lane, saleId: string, work: () => Promise<unknown>): void;
  isBusy(lane: Lane, saleId: string): boolean;
  /** Starts nothing more; resolves when nothing is under way. */
  close(): Promise<void>;
}

const REPEAT_MS = 10_000;

/**
 * One slow thing must not hold up the others: neither one sale another, nor within a sale the
 * database the line.
 */
export function createLanes(log: Logger): Lanes {
  const running = new Map<string, Promise<void>>();
  const saidAt = new Map<string, number>();
  let isClosed = false;

  function complain(lane: Lane, saleId: string, error: unknown): void {
    const key = `${lane} ${saleId}`;
    const now = performance.now();
    if (now - (saidAt.get(key) ?? Number.NEGATIVE_INFINITY) < REPEAT_MS) return;
    if (saidAt.size > 10_000) saidAt.clear();
    saidAt.set(key, now);
    log.warn({ err: error, saleId, lane }, 'a look at a sale failed; the next one tries again');
  }

  return {
    start(lane, saleId, work) {
      const key = `${lane} ${saleId}`;
      if (isClosed || running.has(key)) return;
      const run = Promise.resolve()
        .then(work)
        .then(
          () => {},
          (error) => complain(lane, saleId, error),
        )
        .finally(() => running.delete(key));
      running.set(key, run);
    },
    isBusy: (lane, saleId) => running.has(`${lane} ${saleId}`),
    async close() {
      isClosed = true;
      await Promise.all(running.values());
    },
  };
}
