import Stripe from 'stripe';
import type {
  AuthoriseRequest,
  AuthoriseResult,
  CancelResult,
  CaptureResult,
  PaymentPort,
  PrepareRequest,
  PrepareResult,
  RefundResult,
  ReleaseResult,
} from '../port.ts';
import {
  createIntent,
  faultOf,
  findOpenIntent,
  type Intent,
  isFailure,
  isRefusal,
  isStoredFailure,
  listPayments,
  readEvent,
  readFacts,
  retrievePayment,
} from './api.ts';
import type { PreparedStore, StoredPayment, StoredState } from './store.ts';

export interface StripeDeps {
  stripe: Stripe;
  publishableKey: string;
  /** Null: Stripe's own server. */
  scriptBase: string | null;
  webhookSecrets: readonly string[];
  store: PreparedStore;
  /** Knows attempts from before this provider was chosen. */
  earlier: PaymentPort;
  now?: () => number;
}

/** Shorter than an attempt waits for one answer; it asks twice. */
const TIMEOUT_MS = 8_000;

export interface StripeSettings {
  secretKey: string;
  /** For tests: a server that answers as the provider does. */
  apiBase: string | null;
  /** For tests: the calls go this way. */
  httpClient?: Stripe.HttpClient | undefined;
}

export function connectStripe({ secretKey, apiBase, httpClient }: StripeSettings): Stripe {
  const base = apiBase === null ? null : new URL(apiBase);
  return new Stripe(secretKey, {
    // A call is repeated where it is known what its repetition means.
    maxNetworkRetries: 0,
    timeout: TIMEOUT_MS,
    telemetry: false,
    ...(httpClient && { httpClient }),
    ...(base && {
      host: base.hostname,
      port: base.port || (base.protocol === 'https:' ? '443' : '80'),
      protocol: base.protocol === 'https:' ? ('https' as const) : ('http' as const),
    }),
  });
}

const NOT_ORDERED = ['creating', 'open', 'bound'] as const satisfies readonly StoredState[];
const CHARGED = ['bound', 'closing', 'captured'] as const satisfies readonly StoredState[];
/** After which a worker looks whether the attempt that took a payment left a record. */
const BOUND_MS = 60_000;

/**
 * Payments that buyers authorise in their browser while the unit is held. The store decides what a payment may
 * still become. Its state is read from the provider, never from a message, so every step can be repeated.
 */
export function createStripe(deps: StripeDeps): PaymentPort {
  const { store, earlier, publishableKey } = deps;
  const script = scriptAt(deps.scriptBase ?? STRIPE_SCRIPTS);
  return {
    authorise: (request) => authorise(deps, request),
    async capture(key, { verify = false } = {}) {
      const payment = await store.ofAttempt(key.saleId, key.attempt);
      return payment ? capture(deps, payment, verify) : earlier.capture(key);
    },
    async cancel(key) {
      const payment = await store.ofAttempt(key.saleId, key.attempt);
      return payment ? cancel(deps, payment) : earlier.cancel(key);
    },
    async refund(key, { verify = false } = {}) {
      const payment = await store.ofAttempt(key.saleId, key.attempt);
      return payment ? refund(deps, payment, verify) : earlier.refund(key);
    },
    async openAuthorisations(saleId) {
      const [bound, others] = await Promise.all([
        store.bound(saleId),
        earlier.openAuthorisations(saleId),
      ]);
      const own = bound.flatMap(({ attempt, intentId, amount, currency }) =>
        attempt === null
          ? []
          : [{ saleId, attempt, authorisationId: intentId ?? '', amount, currency }],
      );
      return [...own, ...others];
    },
    async *list(saleId, since) {
      yield* listPayments(deps.stripe, saleId, since);
      yield* earlier.list(saleId, since);
    },
    look: (intentId) =>
      intentId.startsWith('pi_') ? retrievePayment(deps.stripe, intentId) : earlier.look(intentId),
    async find(key) {
      const payment = await store.ofAttempt(key.saleId, key.attempt);
      if (!payment) {
        return earlier.find(key);
      }
      return payment.intentId === null ? null : retrievePayment(deps.stripe, payment.intentId);
    },
    preparing: {
      inBrowser: { provider: 'stripe', publishableKey, script },
      prepare: (request) => prepare(deps, request),
      release: (paymentId) => release(deps, paymentId),
      readEvent: (message) => readEvent(deps.stripe, deps.webhookSecrets, message),
      facts: (payment) => readFacts(deps.stripe, payment),
    },
  };
}

const STRIPE_SCRIPTS = 'https://js.stripe.com';

/** The script has to be of the release that this library speaks. */
function scriptAt(base: string): string {
  const [, release] = Stripe.API_VERSION.split('.');
  return `${new URL(base).origin}/${release}/stripe.js`;
}

const nowOf = ({ now = Date.now }: StripeDeps) => now();

async function prepare(deps: StripeDeps, request: PrepareRequest): Promise<PrepareResult> {
  const { stripe, store } = deps;
  const payment = await store.prepare(request, nowOf(deps));
  if (payment.state !== 'creating' && payment.state !== 'open') {
    return { kind: 'taken' };
  }
  let intent: Intent;
  try {
    intent = payment.intentId
      ? await stripe.paymentIntents.retrieve(payment.intentId)
      : await createIntent(stripe, payment);
  } catch (error) {
    if (isRefusal(error)) {
      throw error;
    }
    if (payment.state === 'creating' && isFailure(error)) {
      // Its key may answer this failure for a day, so the hold gets another payment.
      await store.close(payment.id, ['creating'], nowOf(deps));
    }
    return { kind: 'unknown' };
  }
  // The secret leaves this process only once a majority knows which intent it opens.
  const open = await store.opened(payment.id, intent.id);
  if (open?.state !== 'open') {
    return { kind: open?.state === 'bound' ? 'taken' : 'over' };
  }
  if (intent.status === 'canceled' || intent.client_secret === null) {
    await release(deps, payment.id);
    return { kind: 'over' };
  }
  return {
    kind: 'ready',
    paymentId: payment.id,
    clientSecret: intent.client_secret,
    isAuthorised: intent.status === 'requires_capture',
  };
}

/**
 * The token is the payment's id; without one it is the newest payment of the buyer. What the browser says about
 * it counts for nothing: the provider is asked, then one attempt takes the payment.
 */
async function authorise(deps: StripeDeps, request: AuthoriseRequest): Promise<AuthoriseResult> {
  const { stripe, store } = deps;
  const { saleId, attempt, buyer, amount } = request;
  const now = nowOf(deps);
  if (amount === 0) {
    const free = { saleId, buyer, seq: 0, fence: attempt, amount, currency: request.currency };
    await store.bindFree({ ...free, attempt, person: null, checkAt: now + BOUND_MS }, now);
    return { kind: 'authorised', authorisationId: '' };
  }
  const payment = isPaymentId(request.token)
    ? await store.find(request.token)
    : await store.newest(saleId, buyer);
  if (payment?.saleId !== saleId || payment.buyer !== buyer || payment.intentId === null) {
    return { kind: 'declined', reason: 'There is no payment of this buyer.' };
  }
  const intent = await stripe.paymentIntents.retrieve(payment.intentId);
  const fault = faultOf(intent, payment, request);
  if (fault !== null) {
    return { kind: 'declined', reason: fault };
  }
  if (!(await store.bind(payment.id, attempt, now + BOUND_MS))) {
    return { kind: 'declined', reason: 'The payment was cancelled.' };
  }
  return { kind: 'authorised', authorisationId: intent.id };
}

const isPaymentId = (token: string) => /^[0-9a-f]{24}-\d+-\d+$/.test(token);

async function capture(
  deps: StripeDeps,
  payment: StoredPayment,
  verify: boolean,
): Promise<CaptureResult> {
  const { stripe, store } = deps;
  const isDone = payment.state === 'captured';
  if (payment.state === 'refunded' || (isDone && !verify)) {
    return { kind: 'captured' };
  }
  if (payment.state !== 'bound' && !isDone) {
    return { kind: 'failed', reason: 'The authorisation was cancelled.' };
  }
  const { intentId } = payment;
  const intent =
    intentId && (await acted(stripe, intentId, stripe.paymentIntents.capture(intentId)));
  if (!intentId || (intent && intent.status === 'succeeded')) {
    await store.finish(payment.id, ['bound'], 'captured');
    return { kind: 'captured' };
  }
  if (intent && intent.status === 'canceled') {
    await store.finish(payment.id, ['bound'], 'cancelled');
    return { kind: 'failed', reason: 'The authorisation had ended at the provider.' };
  }
  return { kind: 'pending' };
}

/** What an intent is after a call that should have changed it; null: not known. */
async function acted(
  stripe: Stripe,
  intentId: string,
  call: Promise<Intent>,
): Promise<Intent | null> {
  try {
    return await call;
  } catch (error) {
    if (!isRefusal(error)) {
      return null;
    }
    // It had changed before, or cannot change: what it is now tells.
    return stripe.paymentIntents.retrieve(intentId);
  }
}

async function cancel(deps: StripeDeps, payment: StoredPayment): Promise<CancelResult> {
  const closed = await deps.store.close(payment.id, NOT_ORDERED, nowOf(deps));
  switch (closed?.state) {
    case 'captured':
    case 'refunded':
      return { kind: 'already_captured' };
    case 'cancelled':
      return { kind: 'cancelled' };
    case 'closing':
      return cancelClosing(deps, closed);
    default:
      return { kind: 'pending' };
  }
}

/** Nothing can take it any longer: it is cancelled at the provider, once it is known which one it is there. */
async function cancelClosing(deps: StripeDeps, payment: StoredPayment): Promise<CancelResult> {
  const { stripe, store } = deps;
  if (payment.amount === 0) {
    await store.finish(payment.id, ['closing'], 'cancelled');
    return { kind: 'cancelled' };
  }
  const known = payment.intentId ?? (await findIntent(stripe, payment));
  if (known === 'unknown') {
    return { kind: 'pending' };
  }
  if (known === 'none') {
    await store.finish(payment.id, ['closing'], 'cancelled');
    return { kind: 'cancelled' };
  }
  const intentId = known;
  const why = { cancellation_reason: 'abandoned' as const };
  const intent = await acted(stripe, intentId, stripe.paymentIntents.cancel(intentId, why));
  if (intent?.status === 'canceled') {
    await store.finish(payment.id, ['closing'], 'cancelled');
    return { kind: 'cancelled' };
  }
  return intent?.status === 'succeeded' ? { kind: 'already_captured' } : { kind: 'pending' };
}

/**
 * The answer to its creation was lost, or it was never sent. Once its key answers only a failure, no call
 * creates it any longer; what the one that failed may have created is in the provider's list.
 */
async function findIntent(
  stripe: Stripe,
  payment: StoredPayment,
): Promise<string | 'unknown' | 'none'> {
  try {
    return (await createIntent(stripe, payment)).id;
  } catch (error) {
    // A failure of this one call says nothing: the payment stays `closing`, and the worker asks again.
    if (!isStoredFailure(error) && !isRefusal(error)) {
      return 'unknown';
    }
  }
  return (await findOpenIntent(stripe, payment)) ?? 'none';
}

async function refund(
  deps: StripeDeps,
  payment: StoredPayment,
  verify: boolean,
): Promise<RefundResult> {
  const { stripe, store } = deps;
  const { intentId } = payment;
  if (payment.state === 'refunded' && !verify) {
    return { kind: 'refunded' };
  }
  if (!verify && !CHARGED.some((state) => state === payment.state)) {
    return { kind: 'failed', reason: 'There is no captured payment.' };
  }
  if (!intentId) {
    await store.finish(payment.id, CHARGED, 'refunded');
    return { kind: 'refunded' };
  }
  // Whatever was given back already, by an earlier call or at the provider, counts.
  const given = await stripe.refunds.list({ payment_intent: intentId, limit: 100 });
  const sum = (statuses: readonly string[]) =>
    given.data.reduce(
      (all, one) => all + (statuses.includes(one.status ?? '') ? one.amount : 0),
      0,
    );
  const isBack = async (amount: number): Promise<RefundResult> => {
    if (amount < payment.amount) {
      return { kind: 'pending' };
    }
    await store.finish(payment.id, CHARGED, 'refunded');
    return { kind: 'refunded' };
  };
  const back = sum(['succeeded']);
  if (back >= payment.amount) {
    return isBack(back);
  }
  if (sum(['succeeded', 'pending', 'requires_action']) >= payment.amount) {
    return { kind: 'pending' };
  }
  try {
    // What is left of it: the provider never gives back more than it took.
    const rest = { payment_intent: intentId, reason: 'requested_by_customer' as const };
    const made = await stripe.refunds.create(rest);
    return isBack(back + (made.status === 'succeeded' ? made.amount : 0));
  } catch (error) {
    if (!isRefusal(error)) {
      return { kind: 'pending' };
    }
    const intent = await stripe.paymentIntents.retrieve(intentId);
    if (intent.status !== 'succeeded') {
      return { kind: 'failed', reason: 'The payment was not captured.' };
    }
    // Another call was faster: the next round reads what it did.
    return isAlreadyRefunded(error)
      ? { kind: 'pending' }
      : { kind: 'failed', reason: 'The provider refused the refund.' };
  }
}

const isAlreadyRefunded = (error: unknown) =>
  error instanceof Stripe.errors.StripeInvalidRequestError &&
  error.code === 'charge_already_refunded';

async function release(deps: StripeDeps, paymentId: string): Promise<ReleaseResult> {
  const payment = await deps.store.close(paymentId, ['creating', 'open'], nowOf(deps));
  switch (payment?.state) {
    case 'bound':
    case 'captured':
      return { kind: 'taken' };
    case 'closing':
      return releaseClosing(deps, payment);
    case 'refunded':
      return { kind: 'refunded' };
    default:
      return { kind: 'cancelled' };
  }
}

async function releaseClosing(deps: StripeDeps, payment: StoredPayment): Promise<ReleaseResult> {
  const cancelled = await cancelClosing(deps, payment);
  if (cancelled.kind !== 'already_captured') {
    return cancelled;
  }
  // Captured by hand at the provider, and no order will ever come of it.
  const { kind } = await refund(deps, payment, false);
  return { kind: kind === 'refunded' ? 'refunded' : 'pending' };
}
