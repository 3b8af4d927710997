import type { LineAnswer, PublicSale, PurchaseState, User } from '@flash/shared-types';
import type { Refusal } from '@flash/web';

export type Action = 'joining' | 'paying' | 'extending' | 'leaving';

/** Everything one page knows of one buyer's way through one sale. */
export interface Purchase {
  sale: PublicSale | null;
  isMissing: boolean;
  line: LineAnswer | null;
  /** The buyer's place as the server last told it; null before the first answer. */
  place: PurchaseState | null;
  /** How many were ahead when the place was drawn, for a bar that only ever fills. */
  aheadAtJoin: number | null;
  /** A guest's address, remembered in this browser; empty when unknown. */
  email: string;
  user: User | null;
  /** `lost`: what is shown is the last known state, not the present one. */
  link: 'opening' | 'live' | 'lost';
  /** Whether this device has a network at all, as far as the browser knows. */
  isOnline: boolean;
  /** Whether the order came about while this page was watching. */
  isBoughtHere: boolean;
  /** Whether somebody who has an order pressed the button once more. */
  triedAgain: boolean;
  /** Server time of the last news. */
  updatedAt: number | null;
  /** What this page just gave back; the unit is null for a place in line. */
  gaveBack: { unit: number | null } | null;
  busy: Action | null;
  trouble: { action: Action; refusal: Refusal } | null;
}

export const nothingYet: Purchase = {
  sale: null,
  isMissing: false,
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
  trouble: null,
};

export type PurchaseEvent =
  | { type: 'sale'; sale: PublicSale | null }
  | { type: 'line'; line: LineAnswer }
  | { type: 'place'; place: PurchaseState }
  | { type: 'guest'; email: string }
  | { type: 'user'; user: User | null }
  | { type: 'lost' }
  | { type: 'network'; isOnline: boolean }
  | { type: 'began'; action: Action }
  | { type: 'finished' }
  | { type: 'gaveBack' }
  | { type: 'refused'; action: Action; refusal: Refusal }
  | { type: 'dismissed' };

export function reduce(purchase: Purchase, event: PurchaseEvent): Purchase {
  switch (event.type) {
    case 'sale':
      return { ...purchase, sale: event.sale, isMissing: event.sale === null, link: 'live' };
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
      return { ...purchase, busy: event.action, trouble: null, gaveBack: null };
    case 'finished':
      return { ...purchase, busy: null, trouble: null };
    case 'gaveBack': {
      const { place } = purchase;
      const unit = place?.state === 'held' ? place.unit : null;
      return { ...purchase, gaveBack: { unit }, busy: null, trouble: null };
    }
    case 'refused':
      return {
        ...purchase,
        busy: null,
        trouble: { action: event.action, refusal: event.refusal },
        triedAgain: purchase.triedAgain || event.refusal.code === 'ALREADY_BOUGHT',
      };
    case 'dismissed':
      return { ...purchase, trouble: null };
  }
}

/** A poll that was overtaken by the stream must not turn the page back. */
function withPlace(purchase: Purchase, place: PurchaseState): Purchase {
  const known = purchase.place;
  const at = Date.parse(place.serverNow);
  if (known && isOlder(place, known)) {
    return purchase;
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
    trouble: purchase.trouble && isOpen[purchase.trouble.action](place) ? purchase.trouble : null,
  };
}

interface Dated {
  epoch: number;
  n: number;
  serverNow: string;
}

/**
 * Older by the sale's own log first: clocks of two servers may differ, entries of one log do not.
 * An answer that was not read from a log says so by an epoch of 0, and is as old as its clock.
 */
function isOlder(news: Dated, known: Dated): boolean {
  if (news.epoch > 0 && known.epoch > 0) {
    if (news.epoch !== known.epoch) {
      return news.epoch < known.epoch;
    }
    if (news.n !== known.n) {
      return news.n < known.n;
    }
  }
  return Date.parse(news.serverNow) < Date.parse(known.serverNow);
}

function isBuying({ place, busy }: Purchase): boolean {
  return busy === 'paying' || (place !== null && hasHold(place));
}

/** Whether what was refused can still be tried in this place; else its refusal is old news. */
const isOpen: Record<Action, (place: PurchaseState) => boolean> = {
  joining: (place) => !isInLine(place) && !hasHold(place) && place.state !== 'sold',
  leaving: (place) => isInLine(place) || hasHold(place),
  // While a payment is tried the place is claimed, and held again when it was declined.
  paying: hasHold,
  extending: hasHold,
};

function isInLine({ state }: PurchaseState): boolean {
  return state === 'waiting' || state === 'paused';
}

function hasHold({ state }: PurchaseState): boolean {
  return state === 'held' || state === 'claimed';
}

/** From the newer of what is known of the line and of the buyer's own place. */
export function stockOf({ line, place }: Purchase, sale: PublicSale) {
  if (!line && !place) {
    return { stock: sale.stock, sold: sale.stock - sale.currentQuantity };
  }
  const newest = place && (!line || isOlder(line, place)) ? place : line;
  const stock = newest?.stock ?? sale.stock;
  const held = newest?.held ?? 0;
  return { stock, held, sold: Math.max(0, stock - (newest?.free ?? 0) - held) };
}
