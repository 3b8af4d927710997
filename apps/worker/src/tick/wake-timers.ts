export interface Aim {
  /** Calls back `inMs` from now; of several moments of one sale the earliest counts. */
  at(saleId: string, inMs: number): void;
  forget(saleId: string): void;
  close(): void;
}

/** Further ahead the next look aims again, with a fresher reading of the server's time. */
const HORIZON_MS = 15_000;

/**
 * Wakes a sale at the very moment something becomes due: its start, the end of a hold. Moments are
 * given as time left on the server, so the local clock takes no part.
 */
export function createAim(onDue: (saleId: string) => void): Aim {
  const aims = new Map<string, { dueAt: number; timer: NodeJS.Timeout }>();

  function forget(saleId: string): void {
    clearTimeout(aims.get(saleId)?.timer);
    aims.delete(saleId);
  }

  return {
    at(saleId, inMs) {
      if (inMs > HORIZON_MS) return;
      const dueAt = performance.now() + inMs;
      const known = aims.get(saleId);
      if (known && known.dueAt <= dueAt + 1) return;
      forget(saleId);
      const timer = setTimeout(
        () => {
          aims.delete(saleId);
          onDue(saleId);
        },
        Math.max(0, Math.ceil(inMs)),
      );
      aims.set(saleId, { dueAt, timer });
    },
    forget,
    close() {
      for (const saleId of [...aims.keys()]) forget(saleId);
    },
  };
}
