import type { Election } from '../base/election.ts';
import type { Restore } from './restore.ts';

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
