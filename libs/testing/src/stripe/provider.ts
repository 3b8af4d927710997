import { createHash, createHmac } from 'node:crypto';

/** What the provider knows of one payment; named as in its API. */
export interface FakeIntent {
  id: string;
  status:
    | 'requires_payment_method'
    | 'requires_action'
    | 'requires_capture'
    | 'canceled'
    | 'succeeded';
  amount: number;
  amountReceived: number;
  currency: string;
  captureMethod: 'manual' | 'automatic';
  metadata: Record<string, string>;
  clientSecret: string;
  created: number;
  /** As the API names it; the second part says why a card was declined. */
  lastError: { code: string; decline_code?: string } | null;
  /** The buyer's bank asks on a page of its own instead of in a frame. */
  isRedirected: boolean;
  refunds: FakeRefund[];
  dispute: FakeDispute | null;
}

interface FakeRefund {
  id: string;
  amount: number;
  status: 'succeeded' | 'pending' | 'failed';
  created: number;
}

interface FakeDispute {
  id: string;
  status: 'needs_response' | 'under_review' | 'won' | 'lost';
  reason: string;
  created: number;
}

export interface FakeRequest {
  method: string;
  /** With its query. */
  path: string;
  headers: Record<string, string | undefined>;
  /** Encoded as a form. */
  body: string;
}

export interface FakeAnswer {
  status: number;
  body: Record<string, unknown>;
  headers?: Record<string, string>;
}

export interface FakeEvent {
  id: string;
  type: string;
  created: number;
  data: { object: Record<string, unknown> };
}

interface Options {
  /** In ms. */
  now?: () => number;
  secretKey?: string;
  publishableKey?: string;
}

type Params = Record<string, string>;

/** Cards by how they behave: as the provider's own test cards do. */
export type FakeCard = 'good' | keyof typeof FAILURES | 'three_d_secure' | 'redirect';

const FAILURES = {
  declined: { code: 'card_declined', decline_code: 'generic_decline' },
  insufficient_funds: { code: 'card_declined', decline_code: 'insufficient_funds' },
  expired: { code: 'expired_card', decline_code: 'expired_card' },
} as const;

export type FakeProvider = ReturnType<typeof createFakeProvider>;

export const FAKE_KEYS = { secretKey: 'sk_test_fake', publishableKey: 'pk_test_fake' } as const;
const API_VERSION = '2026-10-28.endive';

/**
 * The part of Stripe's API that a sale uses, with its states, idempotency keys, errors and events. It is a
 * state machine without I/O: a server or a simulation carries requests to it and events away from it.
 */
export function createFakeProvider({ now = Date.now, ...keys }: Options = {}) {
  const { secretKey, publishableKey } = { ...FAKE_KEYS, ...keys };
  const intents = new Map<string, FakeIntent>();
  const answers = new Map<string, { request: string; answer: FakeAnswer }>();
  const listeners: ((event: FakeEvent) => void)[] = [];
  let count = 0;
  const draw = (prefix: string) => {
    count += 1;
    return `${prefix}_fake${String(count).padStart(6, '0')}`;
  };
  const seconds = () => Math.floor(now() / 1_000);

  function tell(type: string, object: Record<string, unknown>): void {
    const event = { id: draw('evt'), type, created: seconds(), data: { object } };
    const whole = { ...event, object: 'event', api_version: API_VERSION, livemode: false };
    for (const listener of listeners) {
      listener(whole);
    }
  }

  function move(intent: FakeIntent, change: Partial<FakeIntent>, type: string): void {
    Object.assign(intent, change);
    tell(type, intentBody(intent));
  }

  const create: Handler = (params) => {
    const { amount, currency = '', capture_method: captureMethod = 'automatic' } = params;
    if (!/^[1-9]\d*$/.test(amount ?? '')) {
      throw new Refusal(400, 'parameter_invalid_integer', 'Invalid integer: amount');
    }
    if (!/^[a-z]{3}$/.test(currency)) {
      throw new Refusal(400, 'parameter_invalid', 'Invalid currency');
    }
    const id = draw('pi');
    const intent: FakeIntent = {
      id,
      status: 'requires_payment_method',
      amount: Number(amount),
      amountReceived: 0,
      currency,
      captureMethod: captureMethod === 'manual' ? 'manual' : 'automatic',
      metadata: within(params, 'metadata'),
      clientSecret: `${id}_secret_${createHash('sha256').update(id).digest('hex').slice(0, 24)}`,
      created: seconds(),
      lastError: null,
      isRedirected: false,
      refunds: [],
      dispute: null,
    };
    intents.set(id, intent);
    tell('payment_intent.created', intentBody(intent));
    return intentBody(intent);
  };

  function need(id: string | undefined): FakeIntent {
    const intent = intents.get(id ?? '');
    if (!intent) {
      throw new Refusal(404, 'resource_missing', `No such payment_intent: '${id}'`);
    }
    return intent;
  }

  function refuseState(intent: FakeIntent, what: string): never {
    throw new Refusal(
      400,
      'payment_intent_unexpected_state',
      `This PaymentIntent's status is ${intent.status}: it cannot be ${what}.`,
      { payment_intent: intentBody(intent) },
    );
  }

  const capture: Handler = (_, id) => {
    const intent = need(id);
    if (intent.status !== 'requires_capture') {
      refuseState(intent, 'captured');
    }
    move(
      intent,
      { status: 'succeeded', amountReceived: intent.amount },
      'payment_intent.succeeded',
    );
    return intentBody(intent);
  };

  const cancel: Handler = (_, id) => {
    const intent = need(id);
    if (intent.status === 'succeeded' || intent.status === 'canceled') {
      refuseState(intent, 'canceled');
    }
    move(intent, { status: 'canceled' }, 'payment_intent.canceled');
    return intentBody(intent);
  };

  /** What the provider's script in the browser does. */
  function authorise(intent: FakeIntent, card: FakeCard): void {
    if (intent.status !== 'requires_payment_method' && intent.status !== 'requires_action') {
      refuseState(intent, 'confirmed');
    }
    switch (card) {
      case 'declined':
      case 'insufficient_funds':
      case 'expired':
        move(
          intent,
          { status: 'requires_payment_method', lastError: FAILURES[card] },
          'payment_intent.payment_failed',
        );
        return;
      case 'three_d_secure':
      case 'redirect':
        move(
          intent,
          { status: 'requires_action', isRedirected: card === 'redirect' },
          'payment_intent.requires_action',
        );
        return;
      default:
        accept(intent);
    }
  }

  function accept(intent: FakeIntent): void {
    if (intent.captureMethod === 'manual') {
      move(intent, { status: 'requires_capture' }, 'payment_intent.amount_capturable_updated');
    } else {
      const paid = { status: 'succeeded', amountReceived: intent.amount } as const;
      move(intent, paid, 'payment_intent.succeeded');
    }
  }

  /** The buyer at the bank's page. */
  function finishThreeDSecure(intent: FakeIntent, isAccepted: boolean): void {
    if (intent.status !== 'requires_action') {
      refuseState(intent, 'authenticated');
    }
    if (isAccepted) {
      accept(intent);
    } else {
      const failed = {
        status: 'requires_payment_method',
        lastError: { code: 'payment_intent_authentication_failure' },
      } as const;
      move(intent, failed, 'payment_intent.payment_failed');
    }
  }

  function giveBack(intent: FakeIntent, amount: number): FakeRefund {
    const given = intent.refunds
      .filter(({ status }) => status !== 'failed')
      .reduce((sum, one) => sum + one.amount, 0);
    if (intent.status !== 'succeeded') {
      throw new Refusal(400, 'charge_not_captured', 'The charge was not captured.');
    }
    if (given >= intent.amount) {
      throw new Refusal(400, 'charge_already_refunded', 'The charge has already been refunded.');
    }
    if (given + amount > intent.amount) {
      throw new Refusal(400, 'amount_too_large', 'Refund amount is greater than what is left.');
    }
    const refund = { id: draw('re'), amount, status: 'succeeded' as const, created: seconds() };
    intent.refunds.push(refund);
    tell('charge.refunded', chargeBody(intent));
    return refund;
  }

  const refund: Handler = (params) => {
    const intent = need(params.payment_intent);
    const given = intent.refunds.reduce((sum, one) => sum + one.amount, 0);
    const amount = params.amount === undefined ? intent.amount - given : Number(params.amount);
    return refundBody(intent, giveBack(intent, amount));
  };

  const routes: [method: string, path: RegExp, handler: Handler, who?: 'browser'][] = [
    ['POST', /^\/v1\/payment_intents$/, create],
    ['GET', /^\/v1\/payment_intents$/, listIntents],
    ['GET', /^\/v1\/payment_intents\/(pi_\w+)$/, retrieve, 'browser'],
    ['POST', /^\/v1\/payment_intents\/(pi_\w+)\/capture$/, capture],
    ['POST', /^\/v1\/payment_intents\/(pi_\w+)\/cancel$/, cancel],
    ['POST', /^\/v1\/payment_intents\/(pi_\w+)\/confirm$/, confirm, 'browser'],
    ['POST', /^\/v1\/payment_intents\/(pi_\w+)\/authenticate$/, authenticate, 'browser'],
    ['POST', /^\/v1\/refunds$/, refund],
    ['GET', /^\/v1\/refunds$/, ({ payment_intent: id }) => listRefunds(need(id))],
    ['GET', /^\/v1\/charges$/, ({ payment_intent: id }) => listBody([chargeBody(need(id))])],
    ['GET', /^\/v1\/charges\/ch_(\w+)$/, (_, id) => chargeBody(need(`pi_${id}`))],
    ['GET', /^\/v1\/disputes$/, ({ payment_intent: id }) => listDisputes(need(id))],
  ];

  function retrieve(params: Params, id: string | undefined) {
    const intent = need(id);
    return params['expand[0]'] === 'latest_charge' ? expanded(intent) : intentBody(intent);
  }

  function listIntents(params: Params) {
    const { limit = '10', starting_after: after } = params;
    const from = Number(params['created[gte]'] ?? 0);
    const all = [...intents.values()].reverse().filter(({ created }) => created >= from);
    const start = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
    const part = all.slice(start, start + Number(limit));
    const isExpanded = params['expand[0]'] === 'data.latest_charge';
    const bodies = part.map((intent) => (isExpanded ? expanded(intent) : intentBody(intent)));
    return listBody(bodies, start + part.length < all.length);
  }

  /** With the card that the script in the browser would have made into a payment method. */
  function confirm(params: Params, id: string | undefined) {
    const intent = need(id);
    authorise(intent, (params.fake_card ?? 'good') as FakeCard);
    return intentBody(intent);
  }

  function authenticate(params: Params, id: string | undefined) {
    const intent = need(id);
    finishThreeDSecure(intent, params.outcome === 'accepted');
    return intentBody(intent);
  }

  function serve(request: FakeRequest): FakeAnswer {
    const url = new URL(request.path, 'http://fake');
    const found = routes.find(([method, path]) => {
      return method === request.method && path.test(url.pathname);
    });
    if (!found) {
      return refusal(new Refusal(404, 'url_invalid', `Unrecognized request URL ${url.pathname}`));
    }
    const [, path, handler, who] = found;
    const [, id] = path.exec(url.pathname) ?? [];
    const params = Object.fromEntries(new URLSearchParams(request.body || url.search));
    try {
      checkKey(request, params, who === 'browser' ? (intents.get(id ?? '') ?? null) : null);
      return { status: 200, body: handler(params, id) };
    } catch (error) {
      if (error instanceof Refusal) {
        return refusal(error);
      }
      throw error;
    }
  }

  /** A browser has the publishable key and the secret of the one intent; all else needs the secret key. */
  function checkKey(request: FakeRequest, params: Params, intent: FakeIntent | null): void {
    const { authorization = '' } = request.headers;
    const shown = authorization.replace(/^Bearer /, '');
    const isBrowser =
      intent !== null && shown === publishableKey && params.client_secret === intent.clientSecret;
    if (shown !== secretKey && !isBrowser) {
      throw new Refusal(401, 'api_key_invalid', 'Invalid API Key provided');
    }
  }

  return {
    secretKey,
    publishableKey,
    intents,
    /** Answers a request; one with a known idempotency key gets the answer that was stored. */
    handle(request: FakeRequest): FakeAnswer {
      const key = request.method === 'POST' ? request.headers['idempotency-key'] : undefined;
      const same = `${request.path} ${request.body}`;
      const known = key === undefined ? undefined : answers.get(key);
      if (known) {
        return known.request === same
          ? { ...known.answer, headers: { 'idempotent-replayed': 'true' } }
          : refusal(new Refusal(400, 'idempotency_error', 'Keys must be used with one request.'));
      }
      const answer = serve(request);
      if (key !== undefined && answer.status !== 401) {
        answers.set(key, { request: same, answer });
      }
      return answer;
    },
    /**
     * The failure is what this request is answered from now on, if it has a key that was not answered before.
     * `isDone`: it failed after its work.
     */
    fail(request: FakeRequest, { isDone = false } = {}): FakeAnswer {
      const answer = refusal(new Refusal(500, 'api_error', 'Something went wrong on our side.'));
      const key = request.method === 'POST' ? request.headers['idempotency-key'] : undefined;
      if (isDone) {
        serve(request);
      }
      if (key !== undefined && !answers.has(key)) {
        answers.set(key, { request: `${request.path} ${request.body}`, answer });
      }
      return answer;
    },
    onEvent(listener: (event: FakeEvent) => void): void {
      listeners.push(listener);
    },
    authorise: (id: string, card: FakeCard = 'good') => authorise(need(id), card),
    finishThreeDSecure: (id: string, isAccepted = true) => finishThreeDSecure(need(id), isAccepted),
    /** The issuer lets the reserved money go. */
    expire(id: string): void {
      const intent = need(id);
      if (intent.status === 'requires_capture') {
        move(intent, { status: 'canceled' }, 'payment_intent.canceled');
      }
    },
    /** By hand, on the provider's own pages. */
    byHand: {
      capture: (id: string) => capture({}, id),
      cancel: (id: string) => cancel({}, id),
      refund: (id: string, amount?: number) => giveBack(need(id), amount ?? need(id).amount),
      dispute(id: string, status: FakeDispute['status'] = 'needs_response'): void {
        const intent = need(id);
        const isNew = intent.dispute === null;
        const reason = 'product_not_received';
        const created = intent.dispute?.created ?? seconds();
        intent.dispute = { id: intent.dispute?.id ?? draw('dp'), status, reason, created };
        const isClosed = status === 'won' || status === 'lost';
        const type = isNew ? 'created' : isClosed ? 'closed' : 'updated';
        tell(`charge.dispute.${type}`, disputeBody(intent, intent.dispute));
      },
    },
  };
}

type Handler = (params: Params, id: string | undefined) => Record<string, unknown>;

class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly more: Record<string, unknown>;

  constructor(status: number, code: string, message: string, more: Record<string, unknown> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.more = more;
  }
}

function refusal({ status, code, message, more }: Refusal): FakeAnswer {
  const type =
    status >= 500
      ? 'api_error'
      : code === 'idempotency_error'
        ? 'idempotency_error'
        : 'invalid_request_error';
  return { status, body: { error: { type, code, message, ...more } } };
}

/** `name[a]=1` → `{ a: '1' }`. */
function within(params: Params, name: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).flatMap(([key, value]) => {
      const [, inner] = new RegExp(`^${name}\\[(\\w+)\\]$`).exec(key) ?? [];
      return inner === undefined ? [] : [[inner, value]];
    }),
  );
}

const listBody = (data: unknown[], more = false) => ({
  object: 'list',
  url: '/v1/list',
  has_more: more,
  data,
});

function intentBody(intent: FakeIntent): Record<string, unknown> {
  const { id, status, amount, currency, created, metadata } = intent;
  const isCharged = status === 'requires_capture' || status === 'succeeded';
  return {
    ...{ id, object: 'payment_intent', status, amount, currency, created, metadata },
    amount_capturable: status === 'requires_capture' ? amount : 0,
    amount_received: intent.amountReceived,
    capture_method: intent.captureMethod,
    client_secret: intent.clientSecret,
    last_payment_error: intent.lastError && { type: errorTypeOf(intent), ...intent.lastError },
    latest_charge: isCharged ? chargeIdOf(intent) : null,
    next_action:
      status === 'requires_action'
        ? { type: intent.isRedirected ? 'redirect_to_url' : 'use_stripe_sdk' }
        : null,
    livemode: false,
  };
}

/** Who does not authenticate has not had the card refused. */
const errorTypeOf = ({ lastError }: FakeIntent) =>
  lastError?.decline_code === undefined ? 'invalid_request_error' : 'card_error';

function expanded(intent: FakeIntent): Record<string, unknown> {
  const body = intentBody(intent);
  return body.latest_charge === null ? body : { ...body, latest_charge: chargeBody(intent) };
}

const chargeIdOf = ({ id }: FakeIntent) => `ch_${id.slice('pi_'.length)}`;

function chargeBody(intent: FakeIntent): Record<string, unknown> {
  const refunded = intent.refunds
    .filter(({ status }) => status !== 'failed')
    .reduce((sum, one) => sum + one.amount, 0);
  return {
    ...{ id: chargeIdOf(intent), object: 'charge', payment_intent: intent.id },
    ...{ amount: intent.amount, amount_captured: intent.amountReceived, currency: intent.currency },
    amount_refunded: refunded,
    refunded: refunded >= intent.amount,
    captured: intent.status === 'succeeded',
    disputed: intent.dispute !== null,
    metadata: intent.metadata,
  };
}

const refundBody = (intent: FakeIntent, refund: FakeRefund) => ({
  ...refund,
  object: 'refund',
  currency: intent.currency,
  charge: chargeIdOf(intent),
  payment_intent: intent.id,
});

const listRefunds = (intent: FakeIntent) =>
  listBody(intent.refunds.map((refund) => refundBody(intent, refund)));

const disputeBody = (intent: FakeIntent, dispute: FakeDispute) => ({
  ...dispute,
  object: 'dispute',
  amount: intent.amount,
  currency: intent.currency,
  charge: chargeIdOf(intent),
  payment_intent: intent.id,
});

const listDisputes = (intent: FakeIntent) =>
  listBody(intent.dispute ? [disputeBody(intent, intent.dispute)] : []);

/** The header that proves who sent an event, as of `at` in ms. */
export function signEvent(payload: string, secrets: readonly string[], at = Date.now()): string {
  const t = Math.floor(at / 1_000);
  const signatures = secrets.map((secret) => {
    return `v1=${createHmac('sha256', secret).update(`${t}.${payload}`).digest('hex')}`;
  });
  return [`t=${t}`, ...signatures].join(',');
}
