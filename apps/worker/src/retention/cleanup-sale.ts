import type { Sale } from '@flash/database';
import type { LiveAuditor } from '../audit/auditor.ts';
import type { OpenAuthorisations } from '../intents/payments.ts';
import type { JobTimes } from '../jobs/job-times.ts';
import type { BlockWriter } from '../log-store/block-writer.ts';
import { flushTail } from '../restore/stored-chain.ts';
import type { Tools } from '../worker.ts';

/** Removes everything of a sale that is archived or deleted from Redis and from this process. */
export type Farewell = (saleId: string) => Promise<void>;

type FarewellDeps = Pick<
  Tools,
  'engine' | 'db' | 'memories' | 'attention' | 'metrics' | 'scribe' | 'alert'
> & {
  jobTimes: JobTimes;
  auditor: LiveAuditor;
  authorisations: OpenAuthorisations;
  writer: BlockWriter;
};

/** Longer than any look that was under way when the sale was archived or deleted. */
const AGAIN_MS = 60_000;

export function createFarewell(deps: FarewellDeps): Farewell {
  const { engine, db, memories, attention, metrics, jobTimes, auditor, writer, authorisations } =
    deps;

  function forget(saleId: string): void {
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
  }

  return async (saleId) => {
    const sale = await db.sales.get(saleId);
    if (sale && sale.status !== 'archived') return;
    if (sale) await storeRest(deps, sale);
    // No commit finds a deleted sale, so money that is still reserved for one of its attempts is let go.
    else await authorisations({ id: saleId, epoch: null });
    forget(saleId);
    await engine.unhint(saleId);
    // The keys go last: as long as they are there, a worker finds the sale and repeats all of this.
    await engine.drop(saleId);
    // A look that was under way may have made some of it anew.
    setTimeout(forget, AGAIN_MS, saleId).unref();
  };
}

/**
 * The rest of the log belongs into the chain before the keys go, whichever worker leads the writing.
 * Frozen first: nothing can be logged between the last block and the end of the keys.
 */
async function storeRest({ engine, db, scribe, alert }: FarewellDeps, sale: Sale): Promise<void> {
  await engine.mark(sale.id, sale.epoch + 1);
  if (await flushTail({ engine, db, scribe }, sale)) return;
  alert('chain', sale.id, { why: 'the rest of the log of an archived sale cannot be stored' });
}
