import type { Database } from '@flash/database';
import type { Unavailable } from '@flash/reservation';
import { backoffMs } from '@flash/shared-utils';
import type { Election } from '../base/election.ts';
import type { Memories } from '../base/sale-cache.ts';
import type { Restore } from './restore.ts';

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
/** Each try raises the epoch, so a failure is not repeated at every tick … */
const RETRY = { baseMs: 250, capMs: 3_000 };
/** … and what needs a person is tried again only to see whether he was there. */
const HALTED_MS = 30_000;

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
    const report = await restore(saleId, { why, awayMs }).catch((error) => {
      memory.mendAfter = performance.now() + backoffMs(memory.mends, RETRY);
      memory.mends += 1;
      throw error;
    });
    if (report.kind === 'halted') memory.mendAfter = performance.now() + HALTED_MS;
    else if (report.kind === 'gone') await onGone(saleId);
    else if (report.kind !== 'busy') await onMended(saleId);
  };
}

/** Rebuilds a halted sale, whose live state contradicts its own log, from its log and its orders. */
export type Heal = (saleId: string, why: string) => Promise<boolean>;

interface HealDeps {
  election: Election;
  restore: Restore;
}

/** Damage that returns within a minute is a bug that another rebuild would not end: the sale stays halted. */
const AGAIN_MS = 60_000;
/** Why the audit halts a sale; every other reason comes from the sale's own scripts or the resolver. */
export const DRIFT = 'the log says something else';
/** Two records contradict each other: only a person can say which one is wrong. */
export const CONTRADICTION = 'contradiction';

/**
 * Never halts a sale itself: what a late worker has seen may be of an epoch that another worker has
 * replaced since, and the sale is in order again.
 */
export function createHeal({ election, restore }: HealDeps): Heal {
  return async (saleId, why) => {
    if (why.startsWith(CONTRADICTION)) return false;
    if (await election.isLed(`heal:${saleId}`)) return false;
    const report = await restore(saleId, { why, awayMs: 0, isDamaged: true });
    if (report.kind !== 'rebuild') return false;
    // Noted after the rebuild: when this worker dies before, another one starts again at once.
    await election.lead(`heal:${saleId}`, AGAIN_MS);
    return true;
  };
}
