import type { Database } from '@flash/database';
import type { Election, Unavailable } from '@flash/reservation';
import { backoffMs } from '@flash/shared-utils';
import { BROKEN_RULE, CONTRADICTION } from '../base/alerts/alerts.ts';
import type { SaleCache } from '../base/sale-cache.ts';
import type { Restore } from './restore.ts';

/** Restores a sale that Redis cannot serve, unless it is too new or was tried a moment ago. */
export type Recover = (saleId: string, why: Unavailable['why']) => Promise<void>;

interface RecoverDeps {
  db: Database;
  saleCache: SaleCache;
  restore: Restore;
  /** The sale is no longer live. */
  onGone: (saleId: string) => Promise<void>;
  /** It can be served again; perhaps another worker restored it. */
  onRecovered: (saleId: string) => Promise<void>;
}

/** A sale is written to MongoDB first; the process that creates it tells Redis within this time. */
const NEWBORN_MS = 1_500;
/** Each try raises the epoch, so a failure is not repeated at every tick. */
const RETRY = { baseMs: 250, capMs: 3_000 };
/** Who was overtaken lets the other worker finish: for so many times as long as the own try took, and so long at most. */
const OVERTAKEN = { times: 2, maxMs: 30_000 };
/** Halted sales need an operator: retry slowly, only to notice that one has acted. */
const HALTED_MS = 30_000;

export function createRecover(deps: RecoverDeps): Recover {
  const { db, saleCache, restore, onGone, onRecovered } = deps;
  return async (saleId, why) => {
    const cached = saleCache.of(saleId);
    if (performance.now() < cached.recoverAfter) {
      return;
    }
    if (why === 'missing') {
      cached.missingSince ??= performance.now();
      const isYoung = (await db.blocks.last(saleId)) === null;
      if (isYoung && performance.now() - cached.missingSince < NEWBORN_MS) {
        return;
      }
    }
    const awayMs = cached.seenAt === null ? 0 : performance.now() - cached.seenAt;
    const report = await restore(saleId, { why, awayMs }).catch((error) => {
      cached.recoverAfter = performance.now() + backoffMs(cached.failedRecoveries, RETRY);
      cached.failedRecoveries += 1;
      throw error;
    });
    if (report.kind === 'halted') {
      cached.recoverAfter = performance.now() + HALTED_MS;
    } else if (report.kind === 'gone') {
      await onGone(saleId);
    } else if (report.kind !== 'busy') {
      await onRecovered(saleId);
    }
    if (report.kind === 'overtaken') {
      const restMs = Math.min(OVERTAKEN.times * report.ms, OVERTAKEN.maxMs);
      saleCache.of(saleId).recoverAfter = performance.now() + restMs;
    }
  };
}

/** Rebuilds a halted sale, whose live state contradicts its own log, from its log and its orders. */
export type RebuildDamaged = (saleId: string, why: string) => Promise<boolean>;

interface RebuildDeps {
  election: Election;
  restore: Restore;
}

/** Damage that returns within a minute is a bug that another rebuild would not end: the sale stays halted. */
const AGAIN_MS = 60_000;
/**
 * Never halts a sale itself: what a late worker has seen may be of an epoch that another worker has
 * replaced since, and the sale is in order again.
 */
export function createRebuildDamaged({ election, restore }: RebuildDeps): RebuildDamaged {
  return async (saleId, why) => {
    if (why.startsWith(CONTRADICTION) || why.startsWith(BROKEN_RULE)) {
      return false;
    }
    if ((await election.ledForMs(`heal:${saleId}`, AGAIN_MS)) > 0) {
      return false;
    }
    const report = await restore(saleId, { why, awayMs: 0, isDamaged: true });
    if (report.kind !== 'rebuild') {
      return false;
    }
    // Noted after the rebuild: when this worker dies before, another one starts again at once.
    await election.lead(`heal:${saleId}`, AGAIN_MS);
    return true;
  };
}
