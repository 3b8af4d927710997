export interface WakeTimers {
  /** Calls back `inMs` from now; of several moments of one sale the earliest counts. */
  at(saleId: string, inMs: number): void;
  forget(saleId: string): void;
  close(): void;
}

/** Further ahead the next inspection sets the timer again, with a fresher reading of the server's time. */
const HORIZON_MS = 15_000;

/**
 * Wakes a sale at the very moment something becomes due: its start, the end of a hold. Moments are
 * given as time left on the server, so the local clock takes no part.
 */
export function createWakeTimers(onDue: (saleId: string) => void): WakeTimers {
  const timers = new Map<string, { dueAt: number; timer: NodeJS.Timeout }>();

  function forget(saleId: string): void {
    clearTimeout(timers.get(saleId)?.timer);
    timers.delete(saleId);
  }

  return {
    at(saleId, inMs) {
      if (inMs > HORIZON_MS) {
        return;
      }
      const dueAt = performance.now() + inMs;
      const known = timers.get(saleId);
      if (known && known.dueAt <= dueAt + 1) {
        return;
      }
      forget(saleId);
      const timer = setTimeout(
        () => {
          timers.delete(saleId);
          onDue(saleId);
        },
        Math.max(0, Math.ceil(inMs)),
      );
      timers.set(saleId, { dueAt, timer });
    },
    forget,
    close() {
      for (const saleId of [...timers.keys()]) {
        forget(saleId);
      }
    },
  };
}
