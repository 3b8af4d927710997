import { type Logger, logAtMost } from '@flash/shared-config';

/** Kinds of work on a sale that may go on side by side. */
type TaskKind = 'drain' | 'sweep' | 'resolve' | 'blocks' | 'intents' | 'restore' | 'jobs' | 'audit';

export interface KeyedQueue {
  /** Starts the work unless one of this kind is running for this sale; a failure waits for the next tick. */
  start(kind: TaskKind, saleId: string, work: () => Promise<unknown>): void;
  isBusy(kind: TaskKind, saleId: string): boolean;
  /** Starts nothing more; resolves when nothing is under way. */
  close(): Promise<void>;
}

const REPEAT_MS = 10_000;

/**
 * One slow thing must not hold up the others: neither one sale another, nor within a sale the
 * database the line.
 */
export function createKeyedQueue(log: Logger): KeyedQueue {
  const running = new Map<string, Promise<void>>();
  const atMost = logAtMost(REPEAT_MS);
  let isClosed = false;

  function logFailure(kind: TaskKind, saleId: string, err: unknown): void {
    atMost(`${kind} ${saleId}`, () => {
      log.warn(
        { err, saleId, task: kind },
        `task of a sale failed: ${kind}; the next tick tries again`,
      );
    });
  }

  return {
    start(kind, saleId, work) {
      const key = `${kind} ${saleId}`;
      if (isClosed || running.has(key)) {
        return;
      }
      const run = Promise.resolve()
        .then(work)
        .then(
          () => {},
          (error) => logFailure(kind, saleId, error),
        )
        .finally(() => running.delete(key));
      running.set(key, run);
    },
    isBusy: (kind, saleId) => running.has(`${kind} ${saleId}`),
    async close() {
      isClosed = true;
      await Promise.all(running.values());
    },
  };
}
