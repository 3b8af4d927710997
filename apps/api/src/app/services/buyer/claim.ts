import type { ClaimOutcome } from '@flash/reservation';

/** A hold that this process took out of the expiry in order to have it paid. */
export type Claim = Extract<ClaimOutcome, { kind: 'claimed' }>;

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

/** What the buyer brought to the payment. */
export interface Wish {
  paymentToken: string;
  contact: { name: string; phone: string | null } | null;
}
