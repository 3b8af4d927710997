import { createHash } from 'node:crypto';
import Stripe from 'stripe';
import type { ListedPayment, ProviderEvent, ProviderFacts } from '../port.ts';
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
function digestOfBuyer(saleId: string, buyer: string): string {
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

/** A signature is good for so long: an event that is copied from the wire cannot be sent again later. */
const TOLERANCE_SECONDS = 300;

/** Null: not signed by the provider. While one secret replaces another, each of them is accepted. */
export function readEvent(
  stripe: Stripe,
  secrets: readonly string[],
  { payload, signature, now }: { payload: Buffer; signature: string; now: number },
): ProviderEvent | null {
  for (const secret of secrets) {
    try {
      const signed = [payload, signature, secret, TOLERANCE_SECONDS, undefined, now] as const;
      const event = stripe.webhooks.constructEvent(...signed);
      return { id: event.id, ...aboutOf(event) };
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) {
        // Signed, and not what an event looks like.
        return null;
      }
    }
  }
  return null;
}

/** Only which payment it is about, and which part of its state has to be read again. */
function aboutOf({ type, data }: Stripe.Event): Pick<ProviderEvent, 'about' | 'intentId'> {
  const object = data.object as { id?: unknown; payment_intent?: unknown };
  if (type.startsWith('payment_intent.')) {
    return { about: 'authorisation', intentId: idOf(object) };
  }
  if (type.startsWith('charge.')) {
    return { about: 'charge', intentId: idOf(object.payment_intent) };
  }
  return { about: 'other', intentId: null };
}

function idOf(named: unknown): string | null {
  const id = typeof named === 'object' && named !== null ? (named as { id?: unknown }).id : named;
  return typeof id === 'string' ? id : null;
}

/** What became of a payment at the provider, by hand or by the buyer's bank. */
export async function readFacts(
  stripe: Stripe,
  { intentId }: { intentId: string | null },
): Promise<ProviderFacts> {
  if (intentId === null) {
    return { isAuthorised: false, isCancelled: false, refunded: 0, dispute: null };
  }
  const [intent, disputes] = await Promise.all([
    stripe.paymentIntents.retrieve(intentId, { expand: ['latest_charge'] }),
    stripe.disputes.list({ payment_intent: intentId, limit: 1 }),
  ]);
  const [dispute] = disputes.data;
  const { latest_charge: charge, status } = intent;
  return {
    isAuthorised: status === 'requires_capture',
    isCancelled: status === 'canceled',
    refunded: typeof charge === 'object' && charge !== null ? charge.amount_refunded : 0,
    dispute: dispute
      ? { id: dispute.id, status: dispute.status, reason: dispute.reason, amount: dispute.amount }
      : null,
  };
}

/** A minute of difference between the clocks costs nothing. */
const EARLIER_SECONDS = 60;

export async function* listPayments(
  stripe: Stripe,
  saleId: string,
  since: number,
): AsyncGenerator<ListedPayment> {
  for await (const intent of intentsSince(stripe, since, { expand: ['data.latest_charge'] })) {
    if (intent.metadata.sale === saleId) {
      yield listedOf(intent);
    }
  }
}

function intentsSince(
  stripe: Stripe,
  since: number,
  more: Stripe.PaymentIntentListParams = {},
): AsyncIterable<Stripe.PaymentIntent> {
  const gte = Math.max(0, Math.floor(since / 1_000) - EARLIER_SECONDS);
  return stripe.paymentIntents.list({ created: { gte }, limit: 100, ...more });
}

/** An intent of this payment that still has to be cancelled, where no answer of the provider told its id. */
export async function findOpenIntent(
  stripe: Stripe,
  { id, createdAt }: StoredPayment,
): Promise<string | null> {
  for await (const intent of intentsSince(stripe, createdAt)) {
    if (intent.metadata.payment === id && intent.status !== 'canceled') {
      return intent.id;
    }
  }
  return null;
}

/** Null: it is not there, or of another program. */
export async function retrievePayment(
  stripe: Stripe,
  intentId: string,
): Promise<ListedPayment | null> {
  try {
    const options = { expand: ['latest_charge'] };
    return listedOf(await stripe.paymentIntents.retrieve(intentId, options));
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 404) {
      return null;
    }
    throw error;
  }
}

function listedOf(intent: Stripe.PaymentIntent): ListedPayment {
  const { id, metadata, status, amount, currency, created, latest_charge: charge } = intent;
  return {
    ...{ intentId: id, saleId: metadata.sale ?? '', attempt: null, createdAt: created * 1_000 },
    state: STATES.get(status) ?? 'open',
    ...{ amount, currency: currency.toUpperCase() },
    refunded: typeof charge === 'object' && charge !== null ? charge.amount_refunded : 0,
  };
}

const STATES = new Map<Stripe.PaymentIntent.Status, ListedPayment['state']>([
  ['requires_capture', 'authorised'],
  ['succeeded', 'captured'],
  ['canceled', 'cancelled'],
]);
