import { formatCountdown } from '@flash/shared-utils';
import { createHttp, type Refusal } from './api/http.ts';
import { createShopApi } from './api/shop-api.ts';
import { withTicket } from './api/ticket-fetch.ts';
import { type Controller, createController } from './purchase/controller.ts';
import type { Purchase } from './purchase/purchase.ts';
import { createFetchStream } from './purchase/stream.ts';
import { createServerClock, learnTime, type ServerClock } from './server-clock.ts';
import type { Memory } from './storage.ts';

export interface BuyerOptions {
  /** Address of the API, such as `https://api.shop.example`. */
  api: string;
  saleId: string;
  /** Of a place that was taken before. */
  ticket?: string | null;
  /** Called with each new ticket. It proves the place: keep it as you keep a session. */
  onTicket?: (ticket: string) => void;
  fetch?: typeof fetch;
  clock?: ServerClock;
}

/**
 * `open`: the line can be joined. `held`: it is this buyer's turn. `expired`: the hold ran out, whatever the
 * last answer said. `left`: the buyer gave the place back here.
 */
export type Step =
  | 'loading'
  | 'missing'
  | 'upcoming'
  | 'open'
  | 'waiting'
  | 'held'
  | 'paying'
  | 'paid'
  | 'expired'
  | 'left'
  | 'removed'
  | 'sold_out'
  | 'ended';

export interface BuyerState {
  step: Step;
  sale: BuyersSale | null;
  /** Units that are free, and people who wait, as far as known. */
  free: number | null;
  waiting: number | null;
  /** The place in line, 1 for the head. */
  position: number | null;
  unit: number | null;
  expiresAt: string | null;
  /** By the server's clock, never more than there is; null while it is unknown. */
  msLeft: number | null;
  /** The same as `m:ss`. */
  timeLeft: string | null;
  orderId: string | null;
  /** What the shop tells all buyers. */
  message: string | null;
  isBusy: boolean;
  /** False: this is the last known state. */
  isConnected: boolean;
  /** Why the last action was refused. */
  failure: {
    code: string;
    title: string;
    detail: string;
    /** Parts of the request that were refused, such as `contact.address.country`. */
    errors: { path: string; message: string }[];
  } | null;
}

export interface BuyersSale {
  name: string;
  price: number;
  currency: string;
  startsAt: string;
  endsAt: string;
  /** Nothing is paid for without `contact.address`. */
  needsDeliveryAddress: boolean;
  /** ISO 3166-1 alpha-2 codes; empty: all. */
  deliveryCountries: string[];
}

/** What the order keeps of its buyer besides the e-mail address. */
export interface Contact {
  name: string;
  phone?: string | null;
  /** Kept only where the sale needs it. */
  address?: Address | null;
}

export interface Address {
  /** Street and number. */
  line1: string;
  line2?: string | null;
  /** May be missing where the country has none. */
  postcode?: string | null;
  city: string;
  region?: string | null;
  /** ISO 3166-1 alpha-2 code. */
  country: string;
}

/** What Stripe.js is told; all null where there is nothing to authorise. */
export interface PreparedPayment {
  paymentId: string | null;
  clientSecret: string | null;
  publishableKey: string | null;
  /** It only has to be paid for with `pay`. */
  isAuthorised: boolean;
  expiresAt: string;
}

export interface Buyer {
  state(): BuyerState;
  /** Called at once and after each change; ends with what it returns. */
  subscribe(listener: (state: BuyerState) => void): () => void;
  /** Begins to ask; by itself a buyer sends nothing. */
  start(): void;
  stop(): void;
  join(email: string): Promise<BuyerState>;
  /** Refused here, and not sent, once the hold has run out. */
  pay(payment?: { paymentToken?: string; contact?: Contact }): Promise<BuyerState>;
  /**
   * Where the shop takes payments by Stripe: what Stripe.js authorises before `pay`, whose `paymentToken` is the
   * `paymentId`. Null when it was refused. Where the sale delivers, it takes the address.
   */
  preparePayment(payment?: { contact?: Contact }): Promise<PreparedPayment | null>;
  extend(): Promise<BuyerState>;
  leave(): Promise<BuyerState>;
  /** A code that opens this place once in another browser; null when it was refused. */
  deviceCode(): Promise<string | null>;
}

/** One buyer in one sale: polls, streams near the turn, and repeats what was lost under the same key. */
export function createBuyer(options: BuyerOptions): Buyer {
  const { api, saleId, onTicket } = options;
  const clock = options.clock ?? createServerClock();
  let ticket = options.ticket ?? null;
  const send = withTicket(
    {
      get: () => ticket,
      set(given) {
        ticket = given;
        onTicket?.(given);
      },
    },
    options.fetch ?? ((...args) => fetch(...args)),
  );
  const shop = createShopApi(api, createHttp(api, send));
  const controller = createController({
    ...{ shop, saleId, clock },
    // Nothing is left behind in a page of another site: what outlives it is up to `onTicket`.
    kept: forgetful(),
    tab: forgetful(),
    isPlaceExpected: ticket !== null,
    streamOf: (deps) => createFetchStream(deps, send),
  });
  const { store } = controller;
  const state = () => stateOf(store.get(), clock.now());

  async function act(run: () => Promise<void>): Promise<BuyerState> {
    await run();
    return state();
  }

  return {
    state,
    subscribe: (listener) => subscribe(controller, () => listener(state())),
    start: controller.start,
    stop: controller.stop,
    join: (email) => act(() => controller.join(email)),
    pay: (payment = {}) =>
      act(async () => {
        if (clock.now() === null) {
          await learnTime(shop, clock);
        }
        // A hold that outlived its lease is no hold: the unit may be another buyer's by now.
        if (state().step === 'expired') {
          store.send({ type: 'refused', action: 'paying', refusal: heldTooLong });
          return controller.refreshNow();
        }
        await controller.confirm(payment);
      }),
    async preparePayment(payment = {}) {
      const email = store.get().email || undefined;
      const answer = await shop.preparePayment({
        body: { email, flashSaleId: saleId, ...payment },
      });
      if (!answer.ok) {
        return null;
      }
      const { paymentId, clientSecret, publishableKey, isAuthorised, expiresAt } = answer.value;
      return { paymentId, clientSecret, publishableKey, isAuthorised, expiresAt };
    },
    extend: () => act(controller.extend),
    leave: () => act(controller.leave),
    async deviceCode() {
      const answer = await shop.makeDeviceCode({ body: { flashSaleId: saleId } });
      return answer.ok ? answer.value.code : null;
    },
  };
}

const heldTooLong: Refusal = {
  code: 'HOLD_EXPIRED',
  status: 410,
  title: 'The reservation has run out',
  detail: 'The time to pay is over. Join the line again.',
  requestId: null,
  errors: [],
  retryAfterMs: null,
  orderId: null,
};

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Also at the moment at which a hold ends, which no answer may tell of in time. */
function subscribe({ store, clock }: Controller, tell: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const changed = () => {
    clearTimeout(timer);
    tell();
    const { place } = store.get();
    const now = clock.now();
    if (place?.state !== 'held' || now === null) {
      return;
    }
    const left = Date.parse(place.expiresAt) - now;
    if (left > 0) {
      timer = setTimeout(changed, Math.min(left, LONGEST_TIMER_MS));
    }
  };
  const end = store.subscribe(changed);
  changed();
  return () => {
    clearTimeout(timer);
    end();
  };
}

function forgetful(): Memory {
  const kept = new Map<string, string>();
  return {
    get: (name) => kept.get(name) ?? null,
    set: (name, value) => void kept.set(name, value),
    drop: (name) => void kept.delete(name),
    names: () => [...kept.keys()],
  };
}

function stateOf(purchase: Purchase, now: number | null): BuyerState {
  const { sale, place, line, busy, link, failure } = purchase;
  const hold = place?.state === 'held' || place?.state === 'claimed' ? place : null;
  const msLeft = hold && now !== null ? Math.max(0, Date.parse(hold.expiresAt) - now) : null;
  return {
    step: stepOf(purchase, now),
    sale: sale && {
      name: sale.name,
      price: sale.pricePerUnit,
      currency: sale.currency,
      startsAt: sale.startsAt,
      endsAt: sale.endsAt,
      needsDeliveryAddress: sale.needsDeliveryAddress,
      deliveryCountries: sale.deliveryCountries,
    },
    free: line?.free ?? place?.free ?? null,
    waiting: line?.waiting ?? place?.size ?? null,
    position: place?.position ?? null,
    unit: place && 'unit' in place ? place.unit : null,
    expiresAt: hold?.expiresAt ?? null,
    msLeft,
    timeLeft: msLeft === null ? null : formatCountdown(msLeft),
    orderId: place?.state === 'sold' ? place.orderId : null,
    message: (place ?? line)?.message ?? null,
    isBusy: busy !== null,
    isConnected: link === 'live',
    failure: failure && {
      code: failure.refusal.code,
      title: failure.refusal.title,
      detail: failure.refusal.detail,
      errors: failure.refusal.errors,
    },
  };
}

function stepOf(purchase: Purchase, now: number | null): Step {
  const { place, sale, isMissing, busy, gaveBack } = purchase;
  switch (place?.state) {
    case 'waiting':
    case 'paused':
      return 'waiting';
    case 'held':
      if (now !== null && now >= Date.parse(place.expiresAt)) {
        return 'expired';
      }
      return busy === 'paying' ? 'paying' : 'held';
    case 'claimed':
      return 'paying';
    case 'sold':
      return 'paid';
    case 'expired':
    case 'removed':
    case 'ended':
      return place.state;
    case 'sold_out':
      // A buyer in line when the last unit is sold may still get one that comes back.
      return place.seq === null ? 'sold_out' : 'waiting';
    default:
      if (isMissing) {
        return 'missing';
      }
      return gaveBack ? 'left' : sale ? stepWithoutPlace(purchase) : 'loading';
  }
}

function stepWithoutPlace({ line, sale }: Purchase): Step {
  switch (line?.phase ?? sale?.phase) {
    case 'lobby':
    case 'open':
    case 'paused':
      return line && line.stock > 0 && line.sold >= line.stock ? 'sold_out' : 'open';
    case 'scheduled':
      return 'upcoming';
    case 'draft':
      return 'missing';
    default:
      return 'ended';
  }
}
