import { setTimeout as sleep } from 'node:timers/promises';
import type { ClaimOutcome, Engine } from '@flash/reservation';
import { withinTime } from '../base/within-time.ts';
import { LEASE_MS } from './lease.ts';

const AGAIN_AFTER_MS = 100;

/**
 * Claims a hold. A lost answer is asked for again with the same token, which finds the claim that
 * was made. Null: Redis could not be asked in time; a claim that took place all the same lapses.
 */
export async function claimHold(
  engine: Pick<Engine, 'claim'>,
  saleId: string,
  who: { buyer: string; token: string; fence?: number | undefined; seq?: number | undefined },
  msMax: number,
): Promise<ClaimOutcome | null> {
  const until = performance.now() + msMax;
  const left = () => until - performance.now();
  while (left() > 0) {
    try {
      return await withinTime(engine.claim(saleId, { ...who, leaseMs: LEASE_MS }), left());
    } catch (error) {
      if (error instanceof RangeError) throw error;
      await sleep(AGAIN_AFTER_MS);
    }
  }
  return null;
}
