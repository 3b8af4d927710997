const SLICE_MS = 50;

export interface InOwnTime<T> {
  /** Null: it took too long. */
  value: T | null;
  /** For how long this process was kept from running meanwhile. */
  lateMs: number;
}

/**
 * What `work` gives within `ms` in which this process really ran. A plain timer fires first after the
 * event loop was blocked, before an answer that has long arrived is read: the process would take its
 * own lateness for silence of the other side.
 */
export function inOwnTime<T>(work: Promise<T>, ms: number): Promise<InOwnTime<T>> {
  return new Promise((resolve, reject) => {
    let leftMs = ms;
    let lateMs = 0;
    let at = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      // A turn that comes late counts as one in time; between two of them answers are read.
      const sinceMs = now - at;
      leftMs -= Math.min(sinceMs, SLICE_MS);
      lateMs += Math.max(0, sinceMs - SLICE_MS);
      at = now;
      if (leftMs > 0) {
        return;
      }
      clearInterval(timer);
      resolve({ value: null, lateMs });
    }, SLICE_MS);
    work
      .finally(() => clearInterval(timer))
      .then((value) => {
        resolve({ value, lateMs: lateMs + Math.max(0, performance.now() - at - SLICE_MS) });
      }, reject);
  });
}
