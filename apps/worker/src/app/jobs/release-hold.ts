import type { Drain, DrainReport } from '../drain.ts';
import type { Sweep } from '../sweep.ts';
import type { Tend } from '../tend.ts';

interface ReleaseHoldDeps {
  sweep: Sweep;
  drain: Drain;
  tend: Tend;
  /** False while the time of holds stands still. */
  maySweep: (saleId: string) => boolean;
}

export interface ReleaseHoldReport {
  expired: number;
  lapsed: number;
  next: DrainReport | null;
}

/** The next hold of a sale is over: take back what is due and hand it on. */
export function createReleaseHold({ sweep, drain, tend, maySweep }: ReleaseHoldDeps) {
  return async (saleId: string): Promise<ReleaseHoldReport> => {
    tend.prompt(saleId);
    if (!maySweep(saleId)) return { expired: 0, lapsed: 0, next: null };
    const { expired, lapsed } = await sweep(saleId);
    const next = expired > 0 ? await drain(saleId) : null;
    return { expired, lapsed: lapsed.length, next };
  };
}
