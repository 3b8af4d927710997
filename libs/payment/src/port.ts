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
  capture(key: PaymentKey): Promise<CaptureResult>;
  /** Cancelling a key that was not authorised makes a later authorise of that key fail. */
  cancel(key: PaymentKey): Promise<CancelResult>;
  refund(key: PaymentKey): Promise<RefundResult>;
  openAuthorisations(saleId: string): Promise<OpenAuthorisation[]>;
}
