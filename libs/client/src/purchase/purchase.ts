import type {
  LineAnswer,
  PaymentScript,
  PublicSale,
  PublicSaleAnswer,
  PurchaseState,
  User,
} from '@flash/shared-types';
import type { Refusal } from '../api/http.ts';

export type Action = 'joining' | 'paying' | 'extending' | 'leaving';

/** Everything the page knows about one buyer in one sale. */
export interface Purchase {
  sale: PublicSale | null;
  isMissing: boolean;
  /** Whether this shop sends mail: only then it is offered. */
  hasMail: boolean;
  /** Its mails stay on the team's site and reach no buyer, as in a shop for trying out. */
  isMailKept: boolean;
  /** What the buyer authorises a payment with in the browser; null: nothing. */
  payment: PaymentScript | null;
  line: LineAnswer | null;
  /** The buyer's place as the server last reported it; null before the first answer. */
  place: PurchaseState | null;
  /** How many were ahead when this page first saw the place. */
  aheadAtJoin: number | null;
  /** A guest's e-mail address, kept in this browser; empty when unknown. */
  email: string;
  user: User | null;
  /** `lost`: the page shows the last known state, which may be out of date. */
  link: 'opening' | 'live' | 'lost';
  /** Whether this device has a network at all, as far as the browser knows. */
  isOnline: boolean;
  /** Whether the order was made while this page was open. */
  isBoughtHere: boolean;
  /** Whether a buyer who has an order tried to join again. */
  triedAgain: boolean;
  /** Server time of the newest answer. */
  updatedAt: number | null;
  /** What the buyer just gave up on this page; the unit is null for a place in line. */
  gaveBack: { unit: number | null } | null;
  busy: Action | null;
  /** While paying: the buyer is before the provider or the bank. */
  isAtProvider: boolean;
  /** While it is still tried, as `busy` says: why not at once. */
  failure: { action: Action; refusal: Refusal } | null;
}

export const initialPurchase: Purchase = {
  sale: null,
  isMissing: false,
  hasMail: false,
  isMailKept: false,
  payment: null,
  line: null,
  place: null,
  aheadAtJoin: null,
  email: '',
  user: null,
  link: 'opening',
  isOnline: true,
  isBoughtHere: false,
  triedAgain: false,
  updatedAt: null,
  gaveBack: null,
  busy: null,
  isAtProvider: false,
  failure: null,
};

export type ShopMail = Pick<Purchase, 'hasMail' | 'isMailKept'>;

/** What the answer about a sale says of mails; nothing without an answer. */
export function shopMailOf(meta: Partial<PublicSaleAnswer['meta']> | undefined): ShopMail {
  return { hasMail: meta?.mail === true, isMailKept: meta?.mailKept === true };
}

export type PurchaseEvent =
  | {
      type: 'sale';
      sale: PublicSale | null;
      hasMail?: boolean;
      isMailKept?: boolean;
      payment?: PaymentScript | null;
    }
  | { type: 'line'; line: LineAnswer }
  | { type: 'place'; place: PurchaseState }
  | { type: 'guest'; email: string }
  | { type: 'user'; user: User | null }
  | { type: 'lost' }
  | { type: 'network'; isOnline: boolean }
  | { type: 'began'; action: Action }
  | { type: 'atProvider'; isThere: boolean }
  | { type: 'finished' }
  | { type: 'gaveBack' }
  | { type: 'refused'; action: Action; refusal: Refusal }
  /** The same, and it is tried again by itself. */
  | { type: 'turnedAway'; action: Action; refusal: Refusal }
  | { type: 'dismissed' };

export function reduce(purchase: Purchase, event: PurchaseEvent): Purchase {
  switch (event.type) {
    case 'sale':
      return {
        ...purchase,
        ...{ sale: event.sale, isMissing: event.sale === null, link: 'live' },
        hasMail: event.hasMail ?? purchase.hasMail,
        isMailKept: event.isMailKept ?? purchase.isMailKept,
        payment: event.payment ?? purchase.payment,
      };
    case 'line':
      if (purchase.line && isOlder(event.line, purchase.line)) {
        return purchase;
      }
      return {
        ...purchase,
        line: event.line,
        link: 'live',
        updatedAt: Math.max(purchase.updatedAt ?? 0, Date.parse(event.line.serverNow)),
      };
    case 'place':
      return withPlace(purchase, event.place);
    case 'guest':
      return { ...purchase, email: event.email };
    case 'user':
      return { ...purchase, user: event.user };
    case 'lost':
      return purchase.link === 'lost' ? purchase : { ...purchase, link: 'lost' };
    case 'network':
      if (purchase.isOnline === event.isOnline) {
        return purchase;
      }
      return { ...purchase, isOnline: event.isOnline };
    case 'began':
      return { ...purchase, busy: event.action, failure: null, gaveBack: null };
    case 'atProvider':
      return { ...purchase, isAtProvider: event.isThere };
    case 'finished':
      return { ...purchase, busy: null, isAtProvider: false, failure: null };
    case 'gaveBack': {
      const { place } = purchase;
      const unit = place?.state === 'held' ? place.unit : null;
      return { ...purchase, gaveBack: { unit }, busy: null, failure: null };
    }
    case 'refused':
      return {
        ...purchase,
        busy: null,
        isAtProvider: false,
        failure: { action: event.action, refusal: event.refusal },
        triedAgain: purchase.triedAgain || event.refusal.code === 'ALREADY_BOUGHT',
      };
    case 'turnedAway':
      return { ...purchase, failure: { action: event.action, refusal: event.refusal } };
    case 'dismissed':
      return { ...purchase, failure: null };
  }
}

/**
 * A poll answer that the stream has overtaken must not bring back an older state, and one that was not read
 * from the log knows that there is a place, but not that it holds a unit.
 */
function withPlace(purchase: Purchase, place: PurchaseState): Purchase {
  const known = purchase.place;
  const at = Date.parse(place.serverNow);
  if (known && isOlder(place, known)) {
    return purchase;
  }
  if (known && hasHold(known) && place.epoch === 0 && place.seq === known.seq) {
    return { ...purchase, link: 'live' };
  }
  const isStillInLine = known !== null && known.seq !== null && known.seq === place.seq;
  const ahead = 'ahead' in place ? place.ahead : null;
  return {
    ...purchase,
    place,
    link: 'live',
    updatedAt: Math.max(purchase.updatedAt ?? 0, at),
    isBoughtHere: place.state === 'sold' && (purchase.isBoughtHere || isBuying(purchase)),
    aheadAtJoin: isStillInLine ? (purchase.aheadAtJoin ?? ahead) : ahead,
    failure: purchase.failure && canRetry[purchase.failure.action](place) ? purchase.failure : null,
  };
}

interface Versioned {
  epoch: number;
  n: number;
  serverNow: string;
}

/**
 * Compares positions in the sale's log first, because the clocks of two servers may differ. An answer
 * that was not read from the log has epoch 0 and is compared by its clock.
 */
function isOlder(answer: Versioned, known: Versioned): boolean {
  if (answer.epoch > 0 && known.epoch > 0) {
    if (answer.epoch !== known.epoch) {
      return answer.epoch < known.epoch;
    }
    if (answer.n !== known.n) {
      return answer.n < known.n;
    }
  }
  return Date.parse(answer.serverNow) < Date.parse(known.serverNow);
}

function isBuying({ place, busy }: Purchase): boolean {
  return busy === 'paying' || (place !== null && hasHold(place));
}

/** Whether the refused action still applies to this place; otherwise its refusal is dropped. */
const canRetry: Record<Action, (place: PurchaseState) => boolean> = {
  joining: (place) => !isInLine(place) && !hasHold(place) && place.state !== 'sold',
  leaving: (place) => isInLine(place) || hasHold(place),
  // The place is claimed during a payment, and held again after a decline.
  paying: hasHold,
  extending: hasHold,
};

function isInLine({ state }: PurchaseState): boolean {
  return state === 'waiting' || state === 'paused';
}

function hasHold({ state }: PurchaseState): boolean {
  return state === 'held' || state === 'claimed';
}

/** Stock figures from the newer of the two answers: the line, or the buyer's own place. */
export function stockOf({ line, place }: Purchase, sale: PublicSale) {
  if (!line && !place) {
    return { stock: sale.stock, sold: sale.stock - sale.currentQuantity };
  }
  const newest = place && (!line || isOlder(line, place)) ? place : line;
  const stock = newest?.stock ?? sale.stock;
  const held = newest?.held ?? 0;
  return { stock, held, sold: Math.max(0, stock - (newest?.free ?? 0) - held) };
}
