import type { Database } from '@flash/database';
import type { Unavailable } from '@flash/reservation';
import { backoffMs } from '@flash/shared-utils';
import type { Memories } from './memories.ts';
import type { Restore } from './restore/restore.ts';

/** Sees to a sale that Redis cannot serve. */
export type Mend = (saleId: string, why: Unavailable['why']) => Promise<void>;

interface MendDeps {
  db: Database;
  memories: Memories;
  restore: Restore;
  /** The sale is live no more. */
  onGone: (saleId: string) => Promise<void>;
  /** It can be served again, or somebody else saw to it. */
  onMended: (saleId: string) => Promise<void>;
}

/** A sale is written to MongoDB first; whoever makes it tells Redis within this time. */
const NEWBORN_MS = 1_500;
/** Each try raises the epoch: what cannot be restored is tried again less and less often. */
const RETRY = { baseMs: 250, capMs: 30_000 };

export function createMend(deps: MendDeps): Mend {
  const { db, memories, restore, onGone, onMended } = deps;
  return async (saleId, why) => {
    const memory = memories.of(saleId);
    if (performance.now() < memory.mendAfter) return;
    if (why === 'missing') {
      memory.missingSince ??= performance.now();
      const isYoung = (await db.blocks.last(saleId)) === null;
      if (isYoung && performance.now() - memory.missingSince < NEWBORN_MS) return;
    }
    const awayMs = memory.seenAt === null ? 0 : performance.now() - memory.seenAt;
    // Before it is tried: a failure must not be repeated at every tick.
    memory.mendAfter = performance.now() + backoffMs(memory.mends, RETRY);
    memory.mends += 1;
    const report = await restore(saleId, { why, awayMs });
    if (report.kind === 'gone') await onGone(saleId);
    else if (report.kind === 'busy') memory.mendAfter = performance.now();
    else if (report.kind !== 'halted') await onMended(saleId);
  };
}
