import type { Engine, LapsedClaim, Unavailable } from '@flash/reservation';
import type { Metrics } from './metrics.ts';

export interface SweepReport {
  expired: number;
  /** Claims whose process fell silent; the resolver decides them. */
  lapsed: LapsedClaim[];
  nextExpiryAt: number | null;
  unavailable: Unavailable['why'] | null;
}

/** Takes back every hold whose time is over. */
export type Sweep = (saleId: string) => Promise<SweepReport>;

const BATCH = 500;

export function createSweep(engine: Engine, metrics: Metrics): Sweep {
  return async (saleId) => {
    const report: SweepReport = { expired: 0, lapsed: [], nextExpiryAt: null, unavailable: null };
    for (;;) {
      const outcome = await engine.sweep(saleId, { max: BATCH });
      if (outcome.kind === 'unavailable') return { ...report, unavailable: outcome.why };
      report.expired += outcome.expired.length;
      report.lapsed = outcome.lapsed;
      report.nextExpiryAt = outcome.nextExpiryAt;
      metrics.holdsExpired.inc(outcome.expired.length);
      if (!outcome.more) return report;
    }
  };
}
