import type { Engine } from '@flash/reservation';

/** Short, so that a dead process soon frees its claims. */
export const LEASE_MS = 5_000;
const RENEW_EVERY_MS = 1_000;

export interface Lease {
  /** From now on the claim lapses by itself unless it was settled or voided. */
  stop(): void;
}

/** Keeps a claim alive for as long as this process works on it. */
export function keepLease(
  engine: Pick<Engine, 'renew'>,
  saleId: string,
  claim: { buyer: string; attempt: number },
): Lease {
  const timer = setInterval(() => {
    engine
      .renew(saleId, { ...claim, leaseMs: LEASE_MS })
      .then((outcome) => outcome.kind === 'stale' && clearInterval(timer))
      // The next turn tries again; what becomes of the claim is decided by its record, not by this.
      .catch(() => undefined);
  }, RENEW_EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
