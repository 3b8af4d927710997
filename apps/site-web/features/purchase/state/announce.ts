import type { Purchase } from './purchase.ts';

/** A text of the messages under `say`, and what fills it in. */
export interface Say {
  key: string;
  values?: Record<string, number>;
}

interface Spoken {
  /** Says nothing but the turn, the time left, an expiry and a failed payment. */
  isQuiet: boolean;
  /** When a rank was last spoken, and which one. */
  rankAt: number | null;
  ahead: number | null;
  leftMs: number | null;
}

export const silent: Spoken = { isQuiet: false, rankAt: null, ahead: null, leftMs: null };

const RANK_EVERY_MS = 30_000;
const MINUTE_MS = 60_000;
const marksMs = [10 * MINUTE_MS, 5 * MINUTE_MS, 2 * MINUTE_MS, MINUTE_MS, MINUTE_MS / 2];

/** What a screen reader should hear now, if anything, and what to remember of it. */
export function announce(
  spoken: Spoken,
  before: Purchase,
  after: Purchase,
  now: number | null,
): { spoken: Spoken; say: Say | null } {
  const leftMs = leftOf(after, now);
  const next = { ...spoken, leftMs, rankAt: spoken.rankAt ?? now };
  const change = sayChange(before, after);
  if (change) {
    return { spoken: rankSpoken(next, after, now), say: hush(spoken, change) };
  }
  const time = spoken.leftMs !== null && leftMs !== null ? sayLeft(spoken.leftMs, leftMs) : null;
  if (time) {
    return { spoken: next, say: time };
  }
  if (!isRankDue(spoken, after, now)) {
    return { spoken: next, say: null };
  }
  const ahead = aheadOf(after) ?? 0;
  return {
    spoken: rankSpoken(next, after, now),
    say: hush(spoken, { key: 'ahead', values: { ahead } }),
  };
}

function leftOf({ place }: Purchase, now: number | null): number | null {
  if (now === null || place?.state !== 'held') {
    return null;
  }
  return Date.parse(place.expiresAt) - now;
}

const hush = ({ isQuiet }: Spoken, say: Say) => (isQuiet ? null : say);

function rankSpoken(spoken: Spoken, after: Purchase, now: number | null): Spoken {
  return { ...spoken, rankAt: now, ahead: aheadOf(after) };
}

function aheadOf({ place }: Purchase): number | null {
  return place?.state === 'waiting' ? place.ahead : null;
}

function sayChange(before: Purchase, after: Purchase): Say | null {
  if (before.link === 'live' && after.link === 'lost') {
    return { key: 'lost' };
  }
  if (before.link === 'lost' && after.link === 'live') {
    return { key: 'live' };
  }
  if (after.busy === 'paying' && before.busy !== 'paying') {
    return { key: 'paying' };
  }
  const { place } = after;
  if (!place || before.place?.state === place.state) {
    return null;
  }
  if (place.state === 'waiting') {
    return { key: 'inLine', values: { ahead: place.ahead } };
  }
  if (place.state === 'paused') {
    return { key: 'paused' };
  }
  return place.state === 'sold' && after.isBoughtHere ? { key: 'sold' } : null;
}

/** Each quarter of the way, and each step of the last ten; never twice within half a minute. */
function isRankDue({ rankAt, ahead: from }: Spoken, after: Purchase, now: number | null): boolean {
  const to = aheadOf(after);
  if (now === null || rankAt === null || now - rankAt < RANK_EVERY_MS) {
    return false;
  }
  if (to === null || from === null || to >= from) {
    return false;
  }
  if (to < 10) {
    return true;
  }
  const start = Math.max(1, after.aheadAtJoin ?? to);
  const quarter = (ahead: number) => Math.floor((4 * ahead) / start);
  return quarter(to) !== quarter(from);
}

/** Time left, when a mark lies between two looks at the clock; late ticks name the nearest mark. */
export function sayLeft(beforeMs: number, leftMs: number): Say | null {
  const mark = marksMs.findLast((at) => beforeMs > at && leftMs <= at);
  if (mark === undefined || leftMs <= 0) {
    return null;
  }
  return mark >= MINUTE_MS
    ? { key: 'minutesLeft', values: { minutes: mark / MINUTE_MS } }
    : { key: 'secondsLeft', values: { seconds: mark / 1_000 } };
}

/** What may interrupt: the turn, its end, and a payment that failed. Nothing else. */
export function alertOf(before: Purchase, after: Purchase): Say | null {
  const { place, trouble } = after;
  const was = before.place?.state;
  if (trouble?.action === 'paying' && trouble !== before.trouble) {
    return trouble.refusal.code === 'PAYMENT_DECLINED' ? { key: 'failed' } : null;
  }
  if (place?.state === 'held' && was !== 'held' && was !== 'claimed') {
    return { key: 'turn', values: { unit: place.unit } };
  }
  return place?.state === 'expired' && was !== 'expired' && was !== undefined
    ? { key: 'expired' }
    : null;
}
