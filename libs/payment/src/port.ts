import type { OrderContact } from '@flash/shared-types';

/** One payment attempt. `(saleId, attempt)` names it for good: every call with it is idempotent. */
export interface PaymentKey {
  saleId: string;
  attempt: number;
}

export interface AuthoriseRequest extends PaymentKey {
  amount: number;
  currency: string;
  token: string;
  buyer: string;
}

export type AuthoriseResult =
  | { kind: 'authorised'; authorisationId: string }
  | { kind: 'declined'; reason: string }
  /** The provider did not answer: it may or may not have authorised. */
  | { kind: 'unknown' };

/** `pending` = ask again later; everything else is final. */
export type CaptureResult =
  | { kind: 'captured' }
  | { kind: 'failed'; reason: string }
  | { kind: 'pending' };
export type CancelResult =
  | { kind: 'cancelled' }
  | { kind: 'already_captured' }
  | { kind: 'pending' };
export type RefundResult =
  | { kind: 'refunded' }
  | { kind: 'pending' }
  | { kind: 'failed'; reason: string };

export interface OpenAuthorisation extends PaymentKey {
  authorisationId: string;
  amount: number;
  currency: string;
}

export interface PaymentPort {
  authorise(request: AuthoriseRequest): Promise<AuthoriseResult>;
  capture(key: PaymentKey, options?: Verified): Promise<CaptureResult>;
  /** Cancelling a key that was not authorised makes a later authorise of that key fail. */
  cancel(key: PaymentKey): Promise<CancelResult>;
  refund(key: PaymentKey, options?: Verified): Promise<RefundResult>;
  openAuthorisations(saleId: string): Promise<OpenAuthorisation[]>;
  /** Every payment of a sale that the provider knows, also one that was lost here; `since` in ms. */
  list(saleId: string, since: number): AsyncIterable<ListedPayment>;
  /** One of them as it is now; null: the provider knows none of this id. */
  look(intentId: string): Promise<ListedPayment | null>;
  /** The one that an attempt took. `unreadable`: it is at a provider that is not set here. */
  find(key: PaymentKey): Promise<ListedPayment | null | 'unreadable'>;
  /** Missing where a token alone pays. */
  preparing?: Preparing;
}

/** Asks the provider also where the outcome is known here. */
interface Verified {
  verify?: boolean;
}

/**
 * For providers whose buyers authorise by themselves, in the browser, before they confirm: the payment has its
 * own id while the unit is held, and `authorise` is told it as the token.
 */
export interface Preparing {
  /** Whose script the browser loads, from where, and for which account. */
  inBrowser: { provider: 'stripe'; publishableKey: string; script: string };
  /** The same payment for the same hold, as long as it can be used. */
  prepare(request: PrepareRequest): Promise<PrepareResult>;
  /**
   * Ends a payment that will never be ordered, whatever became of it at the provider. `pending`: ask again.
   * `taken`: an attempt took it meanwhile.
   */
  release(paymentId: string): Promise<ReleaseResult>;
  /** Null: the provider did not sign it, or too long ago. */
  readEvent(message: { payload: Buffer; signature: string; now: number }): ProviderEvent | null;
  /** What a payment is at the provider now. */
  facts(payment: { intentId: string | null }): Promise<ProviderFacts>;
}

/** Says that something changed and is no proof of what: messages come late, twice and in any order. */
export interface ProviderEvent {
  id: string;
  about: 'authorisation' | 'charge' | 'other';
  intentId: string | null;
}

export interface ListedPayment {
  intentId: string;
  saleId: string;
  /** Null where another record says which attempt took it. */
  attempt: number | null;
  /** Null: the provider does not tell. */
  createdAt: number | null;
  state: 'open' | 'authorised' | 'captured' | 'cancelled';
  amount: number;
  currency: string;
  refunded: number;
}

export interface ProviderFacts {
  /** The buyer has authorised it, and nothing was captured. */
  isAuthorised: boolean;
  isCancelled: boolean;
  /** In minor units: what was given back, from here or by hand. */
  refunded: number;
  /** The buyer's bank claims the money back. */
  dispute: { id: string; status: string; reason: string; amount: number } | null;
}

export interface PrepareRequest {
  saleId: string;
  buyer: string;
  seq: number;
  /** Of the hold. */
  fence: number;
  amount: number;
  currency: string;
  /** For an order that is made although the browser has gone; null, also as contact, keeps what was said before. */
  person: { email: string; contact: OrderContact | null } | null;
  /** When it should be looked at, should nothing come of it. */
  checkAt: number;
}

export type PrepareResult =
  | { kind: 'ready'; paymentId: string; clientSecret: string; isAuthorised: boolean }
  /** An attempt has taken it, or it was paid. */
  | { kind: 'taken' }
  /** Ended meanwhile; the next one is another payment. */
  | { kind: 'over' }
  /** The provider did not answer. */
  | { kind: 'unknown' };

export type ReleaseResult =
  | { kind: 'cancelled' }
  /** It had been captured at the provider. */
  | { kind: 'refunded' }
  | { kind: 'taken' }
  | { kind: 'pending' };
