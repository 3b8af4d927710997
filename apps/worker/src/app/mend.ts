import type { Database } from '@flash/database';
import type { Engine, Unavailable } from '@flash/reservation';
import type { Memories } from './memories.ts';
import type { Restore } from './restore/restore.ts';

/** Looks twice at a sale that seems lost, and restores it if it is. */
export type Mend = (saleId: string, why: Unavailable['why']) => Promise<void>;

interface MendDeps {
  engine: Engine;
  db: Database;
  memories: Memories;
  restore: Restore;
  /** The sale is live no more. */
  onGone: (saleId: string) => Promise<void>;
  /** It can be served again. */
  onMended: (saleId: string) => Promise<void>;
}

/** A sale is written to MongoDB first; whoever makes it tells Redis within this time. */
const NEWBORN_MS = 1_500;

export function createMend(deps: MendDeps): Mend {
  const { engine, db, memories, restore, onGone, onMended } = deps;
  return async (saleId, why) => {
    const memory = memories.of(saleId);
    const sale = await db.sales.get(saleId);
    if (!sale || sale.status === 'archived') return onGone(saleId);
    const shot = await engine.snapshot(saleId);
    if (shot.kind === 'snapshot' && shot.epoch === sale.epoch) {
      // Whoever restored it died before the last step.
      if (sale.restoring) await db.sales.finishRestore(saleId, sale.epoch);
      return onMended(saleId);
    }
    if (shot.kind === 'unavailable' && shot.why === 'missing') {
      memory.missingSince ??= performance.now();
      const isYoung = sale.epoch === 1 && (await db.blocks.last(saleId)) === null;
      if (isYoung && performance.now() - memory.missingSince < NEWBORN_MS) return;
    }
    const awayMs = memory.seenAt === null ? 0 : performance.now() - memory.seenAt;
    const report = await restore(saleId, { why, awayMs });
    if (report.kind === 'gone') return onGone(saleId);
    if (report.kind === 'adopt' || report.kind === 'rebuild') return onMended(saleId);
  };
}
