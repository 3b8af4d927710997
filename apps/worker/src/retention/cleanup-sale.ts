import type { Database, Sale } from '@flash/database';
import type { Engine } from '@flash/reservation';
import { type Logger, noteFailure } from '@flash/shared-config';
import type { Alert } from '../base/alerts/alerts.ts';
import type { VoidAuthorisations } from '../intents/payments.ts';
import type { BlockCodec } from '../log-store/block-codec.ts';
import { flushTail } from '../restore/stored-chain.ts';
import { forgetMails } from './retention.ts';

/** Removes everything of a sale that is archived or deleted from Redis and from this process. */
export type CleanupSale = (saleId: string) => Promise<void>;

interface CleanupDeps {
  engine: Engine;
  db: Database;
  codec: BlockCodec;
  alert: Alert;
  voidAuthorisations: VoidAuthorisations;
  /** The rest of its log was stored. */
  onStored?: (saleId: string) => void;
  /** Everything that this process keeps of a sale. */
  forget: (saleId: string) => void;
  log: Logger;
  againMs?: number;
}

/** Longer than any inspection or payment that was under way when the sale was archived or deleted. */
const AGAIN_MS = 60_000;

export function createCleanupSale(deps: CleanupDeps): CleanupSale {
  const { engine, db, voidAuthorisations, onStored, forget, log, againMs = AGAIN_MS } = deps;

  /** An inspection or a job that was under way may have made some of it anew, and a slow call may have reserved money. */
  function repeatLater(saleId: string): void {
    const repeat = async () => {
      forget(saleId);
      try {
        await engine.unhint(saleId);
        await voidAuthorisations({ id: saleId, epoch: null });
      } catch (error) {
        noteFailure(log, 'clean up once more after a sale that is gone', error);
        repeatLater(saleId);
      }
    };
    setTimeout(repeat, againMs).unref();
  }

  return async (saleId) => {
    const sale = await db.sales.get(saleId);
    if (sale && sale.status !== 'archived') {
      return;
    }
    if (sale) {
      await storeRest(deps, sale);
    }
    // Its keys go, so money that is reserved for an attempt without a record would be found by no one: a void lets it go.
    await voidAuthorisations({ id: saleId, epoch: null });
    if (!sale) {
      await forgetMails(db, saleId);
    }
    forget(saleId);
    onStored?.(saleId);
    await engine.unhint(saleId);
    // The keys go last: as long as they are there, a worker finds the sale and repeats all of this.
    await engine.drop(saleId);
    repeatLater(saleId);
  };
}

/**
 * The rest of the log belongs into the chain before the keys go, whichever worker leads the writing.
 * Frozen first: nothing can be logged between the last block and the end of the keys.
 */
async function storeRest({ engine, db, codec, alert }: CleanupDeps, sale: Sale): Promise<void> {
  await engine.mark(sale.id, sale.epoch + 1);
  if (await flushTail({ engine, db, codec }, sale)) {
    return;
  }
  alert('chain', sale.id, { why: 'the rest of the log of an archived sale cannot be stored' });
}
