import type { Engine, LapsedClaim, Unavailable } from '@flash/reservation';
import { type ClockReading, latestBelievable } from '../base/clock-guard.ts';
import type { Metrics } from '../base/metrics.ts';

interface SweepReport {
  expired: number;
  /** Claims whose process fell silent; the resolver decides them. */
  lapsed: LapsedClaim[];
  epoch: number;
  nextExpiryAt: number | null;
  unavailable: Unavailable['why'] | null;
}

/**
 * Takes back every hold whose time is over, unless the clock jumped since `reading`; `onFreed` is told before all of them are done.
 */
export type Sweep = (
  saleId: string,
  options: { reading: ClockReading; onFreed: () => void },
) => Promise<SweepReport>;

const BATCH = 500;

export function createSweep(engine: Engine, metrics: Metrics): Sweep {
  return async (saleId, { reading, onFreed }) => {
    let expired = 0;
    for (;;) {
      const latestNow = latestBelievable(reading, performance.now());
      const swept = await engine.sweep(saleId, { max: BATCH, latestNow });
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
