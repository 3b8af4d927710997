import { formatCount } from '@flash/web';
import type { Purchase } from './purchase.ts';
import { screenOf } from './screen.ts';

const MINUTE_MS = 60_000;
const marksMs = [10 * MINUTE_MS, 5 * MINUTE_MS, 2 * MINUTE_MS, MINUTE_MS, MINUTE_MS / 2];
const markWords = ['10 minutes', '5 minutes', '2 minutes', '1 minute', '30 seconds'];

/** What a screen reader should hear of a change of place, or null when it is not worth a word. */
export function announceChange(before: Purchase, after: Purchase): string | null {
  if (before.link === 'live' && after.link === 'lost') {
    return 'The connection was lost. Your place is saved. Reconnecting.';
  }
  if (before.link === 'lost' && after.link === 'live') return 'Connected again.';
  const place = after.place;
  if (place === before.place || place === null) return null;
  if (before.place?.state !== place.state) return announceState(after);
  if (place.state !== 'waiting') return null;
  const ahead = before.place && 'ahead' in before.place ? before.place.ahead : null;
  return isMilestone(ahead, place.ahead, after.aheadAtJoin) ? aheadWords(place.ahead) : null;
}

function announceState(purchase: Purchase): string | null {
  const { place } = purchase;
  if (place?.state === 'waiting') return `You are in line. ${aheadWords(place.ahead)}`;
  if (place?.state === 'paused') return 'The sale is paused. Your place is kept.';
  if (screenOf(purchase) === 'paying') return 'Your payment is being made.';
  return null;
}

const aheadWords = (ahead: number | null) =>
  ahead === 0
    ? 'You are next.'
    : `${formatCount(ahead ?? 0)} ${ahead === 1 ? 'person' : 'people'} ahead of you.`;

/** Each quarter of the way, and each step of the last ten. */
function isMilestone(from: number | null, to: number, start: number | null): boolean {
  if (from === null || to >= from) return false;
  if (to < 10) return true;
  const quarter = (ahead: number) => Math.floor((4 * ahead) / Math.max(1, start ?? ahead));
  return quarter(to) !== quarter(from);
}

/** Time left in words, when a mark lies between two looks at the clock. */
export function announceTimeLeft(beforeMs: number, nowMs: number): string | null {
  const index = marksMs.findIndex((mark) => beforeMs > mark && nowMs <= mark);
  return index < 0 ? null : `${markWords[index]} left to pay.`;
}
