import type { PurchaseState } from '@flash/shared-types';
import type { Action, Purchase, PurchaseEvent } from './purchase.ts';

export function reduce(purchase: Purchase, event: PurchaseEvent): Purchase {
  switch (event.type) {
    case 'sale':
      return { ...purchase, sale: event.sale, isMissing: event.sale === null, link: 'live' };
    case 'line':
      return {
        ...purchase,
        line: event.line,
        link: 'live',
        updatedAt: Date.parse(event.line.serverNow),
      };
    case 'place':
      return withPlace(purchase, event.place);
    case 'guest':
      return { ...purchase, email: event.email };
    case 'user':
      return { ...purchase, user: event.user };
    case 'lost':
      return purchase.link === 'lost' ? purchase : { ...purchase, link: 'lost' };
    case 'began':
      return { ...purchase, busy: event.action, trouble: null };
    case 'finished':
      return { ...purchase, busy: null, trouble: null };
    case 'refused':
      return {
        ...purchase,
        busy: null,
        trouble: { action: event.action, refusal: event.refusal },
      };
    case 'dismissed':
      return { ...purchase, trouble: null };
  }
}

/** A poll that was overtaken by the stream must not turn the page back. */
function withPlace(purchase: Purchase, place: PurchaseState): Purchase {
  const known = purchase.place;
  const at = Date.parse(place.serverNow);
  if (known && at < Date.parse(known.serverNow)) return purchase;
  const isStillInLine = known !== null && known.seq !== null && known.seq === place.seq;
  const ahead = 'ahead' in place ? place.ahead : null;
  return {
    ...purchase,
    place,
    link: 'live',
    updatedAt: at,
    aheadAtJoin: isStillInLine ? (purchase.aheadAtJoin ?? ahead) : ahead,
    trouble: purchase.trouble && isOpen[purchase.trouble.action](place) ? purchase.trouble : null,
  };
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
