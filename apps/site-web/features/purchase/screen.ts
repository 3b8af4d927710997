import type { Purchase } from './purchase.ts';

export type Screen =
  | 'loading'
  | 'unreachable'
  | 'missing'
  | 'upcoming'
  | 'signIn'
  | 'join'
  | 'waiting'
  | 'held'
  | 'paying'
  | 'sold'
  | 'expired'
  | 'removed'
  | 'soldOut'
  | 'ended';

/** Which of the page's states a buyer sees. */
export function screenOf(purchase: Purchase): Screen {
  const { sale, isMissing, link, place, busy } = purchase;
  if (isMissing) return 'missing';
  if (!sale) return link === 'lost' ? 'unreachable' : 'loading';
  switch (place?.state) {
    case 'waiting':
    case 'paused':
      return 'waiting';
    case 'held':
      return busy === 'paying' ? 'paying' : 'held';
    case 'claimed':
      return 'paying';
    case 'sold':
    case 'expired':
    case 'removed':
      return place.state;
    default:
      return screenWithoutPlace(purchase);
  }
}

/** Whether pressing the button now can bring a place, as far as this page knows. */
export function canJoin(purchase: Purchase): boolean {
  const phase = phaseNow(purchase);
  return (phase === 'lobby' || phase === 'open' || phase === 'paused') && !isSoldOut(purchase);
}

export function isSoldOut({ line, place }: Purchase): boolean {
  return line ? line.stock > 0 && line.sold >= line.stock : place?.state === 'sold_out';
}

export function phaseNow({ line, sale }: Purchase) {
  return line?.phase ?? sale?.phase ?? 'scheduled';
}

function screenWithoutPlace(purchase: Purchase): Screen {
  switch (phaseNow(purchase)) {
    case 'draft':
      return 'missing';
    case 'scheduled':
      return 'upcoming';
    case 'ended':
    case 'archived':
    case 'cancelled':
      return 'ended';
    case 'lobby':
    case 'open':
    case 'paused':
      if (isSoldOut(purchase)) return 'soldOut';
      return needsSignIn(purchase) ? 'signIn' : 'join';
  }
}

function needsSignIn({ sale, user }: Purchase): boolean {
  return sale?.identity === 'account' && user === null;
}
