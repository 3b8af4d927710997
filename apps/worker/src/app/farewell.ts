import type { JobTimes } from './job-times.ts';
import type { Tools } from './tools.ts';

/** Everything of a sale that is live no more leaves Redis, and this process. */
export type Farewell = (saleId: string) => Promise<void>;

type FarewellDeps = Pick<
  Tools,
  'engine' | 'db' | 'memories' | 'attention' | 'metrics' | 'alert'
> & {
  jobTimes: JobTimes;
  /** Writes what is left of the log. */
  store: (saleId: string) => Promise<unknown>;
};

export function createFarewell(deps: FarewellDeps): Farewell {
  const { engine, db, memories, attention, metrics, jobTimes, store } = deps;
  return async (saleId) => {
    const sale = await db.sales.get(saleId);
    if (sale && sale.status !== 'archived') return;
    if (sale) await store(saleId);
    await engine.drop(saleId);
    await engine.unhint(saleId);
    memories.forget(saleId);
    attention.forget(saleId);
    jobTimes.forget(saleId);
    for (const state of ['free', 'held', 'claimed', 'sold']) {
      metrics.units.remove({ sale: saleId, state });
    }
    for (const gauge of [metrics.waiting, metrics.unstored, metrics.invariantDelta]) {
      gauge.remove({ sale: saleId });
    }
  };
}
