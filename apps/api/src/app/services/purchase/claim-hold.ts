import { setTimeout as sleep } from 'node:timers/promises';
import type { ClaimOutcome, Engine } from '@flash/reservation';
import { LEASE_MS } from './lease.ts';

const TRIES = 3;
const AGAIN_AFTER_MS = 100;

/**
 * Claims a hold. A lost answer is asked for again with the same token, which finds the claim that
 * was made. Null: Redis could not be asked.
 */
export async function claimHold(
  engine: Pick<Engine, 'claim'>,
  saleId: string,
  who: { buyer: string; token: string; fence?: number | undefined },
): Promise<ClaimOutcome | null> {
  for (let left = TRIES; left > 0; left -= 1) {
    try {
      return await engine.claim(saleId, { ...who, leaseMs: LEASE_MS });
    } catch (error) {
      if (error instanceof RangeError) throw error;
      if (left > 1) await sleep(AGAIN_AFTER_MS);
    }
  }
  return null;
}
