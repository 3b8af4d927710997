import { setTimeout as sleep } from 'node:timers/promises';
import type { ClaimOutcome, Engine } from '@flash/reservation';
import type { OrderContact } from '@flash/shared-types';
import { withinTime } from '@flash/shared-utils';

/** A hold that this process took out of the expiry in order to have it paid. */
export type Claim = Extract<ClaimOutcome, { kind: 'claimed' }>;

/** Short, so that a dead process soon frees its claims. */
export const LEASE_MS = 5_000;

/** How an attempt to pay ended. */
export type AttemptResult =
  | { kind: 'ordered'; orderId: string }
  /** The hold is kept; after many of them the next attempt has to wait. */
  | { kind: 'declined'; retryAfterMs: number | undefined }
  /** The hold was ended by its declined payments. */
  | { kind: 'too_many_declines' }
  /** Nothing was charged and the hold's time is over. */
  | { kind: 'expired' }
  | { kind: 'sold_out' }
  /** A void won, though time is left: the hold may be claimed again. */
  | { kind: 'held_again' }
  /** The sale is being restored: nothing was written. */
  | { kind: 'restoring' }
  /** Not known yet; the first record on the attempt decides. */
  | { kind: 'pending' };

/** What the buyer sends in order to pay. */
export interface PaymentRequest {
  paymentToken: string;
  contact: OrderContact | null;
}

const AGAIN_AFTER_MS = 100;

/**
 * Claims a hold. A lost answer is asked for again with the same token, which finds the claim that
 * was made. Null: Redis could not be asked in time; a claim that was made even so lapses.
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
      if (error instanceof RangeError) {
        throw error;
      }
      await sleep(AGAIN_AFTER_MS);
    }
  }
  return null;
}
