import { createHash } from 'node:crypto';
import Stripe from 'stripe';
import type { StoredPayment } from './store.ts';

/** What has to be asked at the provider, and nothing about what it means for us. */
export type Intent = Pick<
  Stripe.PaymentIntent,
  | 'id'
  | 'status'
  | 'amount'
  | 'amount_capturable'
  | 'currency'
  | 'capture_method'
  | 'metadata'
  | 'client_secret'
>;

/** Connects the buyer with the payment at the provider, where no id of ours can be read back. */
export function digestOfBuyer(saleId: string, buyer: string): string {
  return createHash('sha256').update(`${saleId}|${buyer}`).digest('hex').slice(0, 32);
}

/**
 * Creates the intent of a payment, or finds the one that was created: the payment's id is the idempotency key,
 * and the parameters follow from the payment alone.
 */
export async function createIntent(stripe: Stripe, payment: StoredPayment): Promise<Intent> {
  return stripe.paymentIntents.create(
    {
      amount: payment.amount,
      currency: payment.currency.toLowerCase(),
      capture_method: 'manual',
      automatic_payment_methods: { enabled: true },
      metadata: metadataOf(payment),
    },
    { idempotencyKey: payment.id },
  );
}

function metadataOf({ id, saleId, fence, buyer }: StoredPayment): Stripe.MetadataParam {
  return { sale: saleId, fence, payment: id, buyer: digestOfBuyer(saleId, buyer) };
}

interface Expected {
  amount: number;
  currency: string;
}

/** Why this intent does not pay for what is asked; null: it does. */
export function faultOf(
  intent: Intent,
  payment: StoredPayment,
  { amount, currency }: Expected,
): string | null {
  if (intent.status !== 'requires_capture') {
    return 'The payment is not authorised.';
  }
  const isSame =
    intent.capture_method === 'manual' &&
    intent.amount === amount &&
    intent.amount_capturable === amount &&
    intent.currency === currency.toLowerCase() &&
    Object.entries(metadataOf(payment)).every(
      ([name, value]) => intent.metadata[name] === String(value),
    );
  return isSame ? null : 'The payment is for something else.';
}

/** Another call is working on the same object, or with the same key. */
const OF_THE_MOMENT = new Set<string | undefined>(['lock_timeout', 'idempotency_key_in_use']);

/** The provider refused, and a repetition would be refused too. Everything else leaves open what happened. */
export function isRefusal(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && !OF_THE_MOMENT.has(error.code);
}

/** The provider failed, before or after its work. It may store that as the answer to the call's key, for a day. */
export function isFailure(
  error: unknown,
): error is InstanceType<typeof Stripe.errors.StripeAPIError> {
  return error instanceof Stripe.errors.StripeAPIError && (error.statusCode ?? 0) >= 500;
}

/** A failure that is stored: no call with this key does anything any longer. */
export function isStoredFailure(error: unknown): boolean {
  return isFailure(error) && error.headers?.['idempotent-replayed'] === 'true';
}
