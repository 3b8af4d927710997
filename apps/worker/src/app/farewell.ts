import type { LiveAuditor } from './audit/auditor.ts';
import type { BlockWriter } from './blocks.ts';
import type { JobTimes } from './job-times.ts';
import type { Tools } from './tools.ts';

/** Everything of a sale that is live no more leaves Redis, and this process. */
export type Farewell = (saleId: string) => Promise<void>;

type FarewellDeps = Pick<
  Tools,
  'engine' | 'db' | 'memories' | 'attention' | 'metrics' | 'scribe'
> & {
  jobTimes: JobTimes;
  auditor: LiveAuditor;
  writer: BlockWriter;
};

export function createFarewell(deps: FarewellDeps): Farewell {
  const { engine, db, memories, attention, metrics, jobTimes, auditor, writer } = deps;
  return async (saleId) => {
    const sale = await db.sales.get(saleId);
    if (sale && sale.status !== 'archived') return;
    // What is left of the log belongs into the chain.
    if (sale) await writer.store(saleId);
    await engine.drop(saleId);
    await engine.unhint(saleId);
    deps.scribe.forget(saleId);
    memories.forget(saleId);
    attention.forget(saleId);
    jobTimes.forget(saleId);
    for (const state of ['free', 'held', 'claimed', 'sold']) {
      metrics.units.remove({ sale: saleId, state });
    }
    auditor.forget(saleId);
    writer.forget(saleId);
    for (const gauge of [metrics.waiting, metrics.unstored]) gauge.remove({ sale: saleId });
  };
}
