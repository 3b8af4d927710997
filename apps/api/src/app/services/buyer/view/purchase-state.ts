import type { Order, Sale } from '@flash/database';
import type { Hold, Place } from '@flash/reservation';
import type { PurchaseState, StateName } from '@flash/shared-types';
import { formatCode, type Random, toMajor } from '@flash/shared-utils';
import { waitRange } from '../../shared/wait.ts';
import { iso } from '../../shared/wire.ts';
import type { SaleView } from './sale-view.ts';

interface StateContext {
  sale: Pick<Sale, 'currency'>;
  returnsPerMs: number | null;
  /** The record of a sold place, when it could be read. */
  order: Order | null;
  random: Random;
}

/** The one shape in which buy, position and the stream tell a buyer where things stand. */
export function purchaseState(place: Place, view: SaleView, context: StateContext): PurchaseState {
  const state = stateName(place, view);
  const common = commonOf(view, pollAfterMs(state, place, view, context.random));
  const { currency } = context.sale;

  if (place.state === 'waiting' && (state === 'waiting' || state === 'paused')) {
    const inLine = { ...common, seq: place.seq, position: place.rank, ahead: place.rank - 1 };
    return common.pause && state === 'paused'
      ? { state, ...inLine, pause: common.pause }
      : {
          state: 'waiting',
          ...inLine,
          wait: waitRange(view, place.rank, context.returnsPerMs),
        };
  }
  if (place.state === 'held' || place.state === 'claimed') {
    const { hold } = place;
    if (state === 'expired') {
      return { state, ...common, seq: hold.seq, expiredAt: iso(hold.expiresAt) };
    }
    return { state: place.state, ...common, seq: hold.seq, ...holdOf(hold, currency) };
  }
  switch (place.state) {
    case 'sold':
      return { state: 'sold', ...common, ...soldOf(place, context.order, currency) };
    case 'expired':
      return { state: 'expired', ...common, seq: place.seq, expiredAt: iso(place.at) };
    case 'removed':
      return { state: 'removed', ...common, seq: place.seq, removedAt: iso(place.at) };
    case 'waiting':
      if (state !== 'sold_out') {
        return { state: 'ended', ...common, seq: place.seq };
      }
      // Still in line: a buyer near the head gets a unit that comes back.
      return { state, ...common, seq: place.seq, ahead: place.rank - 1 };
    case 'none':
      return absent(state, common, view);
  }
}

type Common = ReturnType<typeof commonOf>;

function commonOf(view: SaleView, pollAfter: number) {
  return {
    seq: null as number | null,
    position: null as number | null,
    ahead: null as number | null,
    size: view.size,
    free: view.free,
    held: view.held,
    stock: view.stock,
    pollAfterMs: pollAfter,
    serverNow: iso(view.now),
    epoch: view.epoch,
    n: view.n,
    message: view.message === '' ? null : view.message,
    pause: view.pause && { reason: view.pause.reason, since: iso(view.pause.since) },
    wait: null as { fromMs: number; toMs: number } | null,
  };
}

function holdOf(hold: Hold, currency: string) {
  return {
    holdId: String(hold.fence),
    expiresAt: iso(hold.expiresAt),
    unit: hold.unit,
    fence: hold.fence,
    extensionsLeft: hold.extensionsLeft,
    price: toMajor(hold.price, currency),
    priceMinor: hold.price,
    currency,
  };
}

function soldOf(place: { orderId: string; unit: number }, order: Order | null, currency: string) {
  return {
    orderId: place.orderId,
    orderCode: order && formatCode(order.code),
    unit: place.unit,
    currency: order?.currency ?? currency,
    totalAmount: order && toMajor(order.amount, order.currency),
    totalAmountMinor: order?.amount ?? null,
    confirmedAt: order && iso(order.createdAt),
  };
}

function absent(state: string, common: Common, view: SaleView): PurchaseState {
  switch (state) {
    case 'upcoming':
      return {
        state,
        ...common,
        startsAt: iso(view.startsAt),
        lobbyOpensAt: iso(view.lobbyOpensAt),
      };
    case 'sold_out':
    case 'ended':
      return { state, ...common };
    default:
      return { state: 'none', ...common };
  }
}

/** What a place means to its buyer, given the sale around it. */
function stateName(place: Place, view: SaleView): StateName {
  const { now } = view;
  const ended = view.closed || now >= view.endsAt;
  switch (place.state) {
    case 'held':
      // The sweep is on its way: a hold that is over must not be offered for payment.
      return place.hold.expiresAt <= now ? 'expired' : 'held';
    case 'claimed':
    case 'sold':
    case 'expired':
    case 'removed':
      return place.state;
    case 'waiting':
      if (ended) {
        return 'ended';
      }
      if (view.soldOut) {
        return 'sold_out';
      }
      return view.pause ? 'paused' : 'waiting';
    case 'none':
      if (ended) {
        return 'ended';
      }
      if (now < view.lobbyOpensAt) {
        return 'upcoming';
      }
      return view.soldOut ? 'sold_out' : 'none';
  }
}

const SERVED_SOON_MS = 400;
const NEAREST_MS = 1_000;
const FARTHEST_MS = 15_000;
/** The rank at which half of the way from the nearest to the farthest pace is reached. */
const HALF_WAY = 1_000;
/** After a start every buyer wants to know at once; they are spread over this time. */
const START_SPREAD_MS = 2_000;
const JITTER = 0.2;

const RESTING_MS: Record<Exclude<StateName, 'waiting' | 'upcoming'>, number> = {
  none: 5_000,
  paused: 5_000,
  held: 10_000,
  claimed: 1_000,
  expired: 10_000,
  sold_out: 10_000,
  sold: 60_000,
  removed: 60_000,
  ended: 60_000,
};

/** When to ask again: seldom far from the head, often near it, and never all buyers at once. */
export function pollAfterMs(name: StateName, place: Place, view: SaleView, random: Random): number {
  switch (name) {
    case 'upcoming':
      return untilEvent(view.lobbyOpensAt - view.now, random);
    case 'waiting':
      return place.state === 'waiting' ? whileWaiting(view, place.rank, random) : 0;
    default:
      return jittered(RESTING_MS[name], random);
  }
}

function whileWaiting(view: SaleView, rank: number, random: Random): number {
  const untilStart = view.startsAt - view.now;
  if (untilStart > 0) {
    return untilEvent(untilStart, random);
  }
  if (rank <= view.free) {
    return jittered(SERVED_SOON_MS + rank / 10, random);
  }
  const far = rank / (rank + HALF_WAY);
  return jittered(NEAREST_MS + far * (FARTHEST_MS - NEAREST_MS), random);
}

/** Waits for a known moment, but looks now and then whether it was moved. */
function untilEvent(leftMs: number, random: Random): number {
  if (leftMs > FARTHEST_MS) {
    return jittered(FARTHEST_MS, random);
  }
  return Math.round(Math.max(0, leftMs) + 50 + random() * START_SPREAD_MS);
}

function jittered(ms: number, random: Random): number {
  return Math.round(ms * (1 - JITTER + random() * 2 * JITTER));
}
