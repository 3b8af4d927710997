import type { Engine } from '@flash/reservation';
import type { Cluster, Redis } from 'ioredis';
import type { Restore } from './restore/restore.ts';

/** Puts a sale whose live state contradicts its own log back to what log and orders say. */
export type Heal = (saleId: string, why: string) => Promise<boolean>;

interface HealDeps {
  engine: Engine;
  redis: Redis | Cluster;
  restore: Restore;
}

/** What comes back within a minute is not healed by trying again: the sale stays halted. */
const AGAIN_SECONDS = 60;
/** Two records contradict each other: only a person can say which one is wrong. */
export const CONTRADICTION = 'contradiction';

export function createHeal({ engine, redis, restore }: HealDeps): Heal {
  return async (saleId, why) => {
    if (why.startsWith(CONTRADICTION)) return false;
    const isFirst = await redis.set(`fsheal:${saleId}`, why, 'EX', AGAIN_SECONDS, 'NX');
    await engine.halt(saleId, why);
    if (isFirst !== 'OK') return false;
    const report = await restore(saleId, { why, awayMs: 0, isDamaged: true });
    return report.kind === 'rebuild';
  };
}
