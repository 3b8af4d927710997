import type { Engine } from '@flash/reservation';
import type { Election } from './election.ts';
import type { Restore } from './restore/restore.ts';

/** Puts a sale whose live state contradicts its own log back to what log and orders say. */
export type Heal = (saleId: string, why: string) => Promise<boolean>;

interface HealDeps {
  engine: Engine;
  election: Election;
  restore: Restore;
}

/** What comes back within a minute is not healed by trying again: the sale stays halted. */
const AGAIN_MS = 60_000;
/** What the auditor finds; every other reason comes from a sale that is halted already. */
export const DRIFT = 'the log says something else';
/** Two records contradict each other: only a person can say which one is wrong. */
export const CONTRADICTION = 'contradiction';

export function createHeal({ engine, election, restore }: HealDeps): Heal {
  return async (saleId, why) => {
    if (why.startsWith(CONTRADICTION)) return false;
    if (why === DRIFT) await engine.halt(saleId, why);
    else if (await isInOrder(engine, saleId)) return false;
    if (await election.isLed(`heal:${saleId}`)) return false;
    const report = await restore(saleId, { why, awayMs: 0, isDamaged: true });
    if (report.kind !== 'rebuild') return false;
    // Noted when it is done: a worker that dies before is followed by the next one at once.
    await election.lead(`heal:${saleId}`, AGAIN_MS);
    return true;
  };
}

/** Another worker was quicker: the damage was of an epoch that is over. */
async function isInOrder(engine: Engine, saleId: string): Promise<boolean> {
  const shot = await engine.snapshot(saleId);
  return shot.kind === 'snapshot' && shot.halted === '';
}
