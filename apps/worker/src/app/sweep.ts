import type { Engine, LapsedClaim, Unavailable } from '@flash/reservation';
import type { Metrics } from './metrics.ts';

interface SweepReport {
  expired: number;
  /** Claims whose process fell silent; the resolver decides them. */
  lapsed: LapsedClaim[];
  epoch: number;
  nextExpiryAt: number | null;
  unavailable: Unavailable['why'] | null;
}

/** Takes back every hold whose time is over; `onFreed` is told before all of them are done. */
export type Sweep = (saleId: string, onFreed?: () => void) => Promise<SweepReport>;

const BATCH = 500;

export function createSweep(engine: Engine, metrics: Metrics): Sweep {
  return async (saleId, onFreed = () => {}) => {
    let expired = 0;
    for (;;) {
      const swept = await engine.sweep(saleId, { max: BATCH });
      if (swept.kind === 'unavailable') {
        return { expired, lapsed: [], epoch: 0, nextExpiryAt: null, unavailable: swept.why };
      }
      expired += swept.expired.length;
      metrics.holdsExpired.inc(swept.expired.length);
      if (swept.expired.length > 0) onFreed();
      if (swept.more) continue;
      const { lapsed, epoch, nextExpiryAt } = swept;
      return { expired, lapsed, epoch, nextExpiryAt, unavailable: null };
    }
  };
}
