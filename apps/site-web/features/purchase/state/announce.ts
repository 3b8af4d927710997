import type { Purchase } from '@flash/client';
import { hasPlace, isAvailableAgain } from './screen.ts';

/** A text of the messages under `say`, and the numbers it names. */
export interface Announcement {
  key: string;
  values?: Record<string, number>;
}

interface AnnouncerState {
  /** Announces only the turn, the time left, an expiry and a failed payment. */
  isQuiet: boolean;
  /** When a position was last announced, and how many were ahead then. */
  rankAt: number | null;
  ahead: number | null;
  leftMs: number | null;
}

export const initialAnnouncerState: AnnouncerState = {
  isQuiet: false,
  rankAt: null,
  ahead: null,
  leftMs: null,
};

const RANK_EVERY_MS = 30_000;
const MINUTE_MS = 60_000;
const TIME_MARKS_MS = [10 * MINUTE_MS, 5 * MINUTE_MS, 2 * MINUTE_MS, MINUTE_MS, MINUTE_MS / 2];

/** What a screen reader announces after this change, if anything, and the next state. */
export function announce(
  state: AnnouncerState,
  before: Purchase,
  after: Purchase,
  now: number | null,
): { state: AnnouncerState; announcement: Announcement | null } {
  const leftMs = holdLeftMs(after, now);
  const next = { ...state, leftMs, rankAt: state.rankAt ?? now };
  const change = changeAnnouncement(before, after);
  if (change) {
    return { state: withRank(next, after, now), announcement: unlessQuiet(state, change) };
  }
  const time =
    state.leftMs !== null && leftMs !== null ? timeLeftAnnouncement(state.leftMs, leftMs) : null;
  if (time) {
    return { state: next, announcement: time };
  }
  if (!isRankDue(state, after, now)) {
    return { state: next, announcement: null };
  }
  const rank = { key: 'ahead', values: { ahead: aheadOf(after) ?? 0 } };
  return { state: withRank(next, after, now), announcement: unlessQuiet(state, rank) };
}

function holdLeftMs({ place }: Purchase, now: number | null): number | null {
  if (now === null || place?.state !== 'held') {
    return null;
  }
  return Date.parse(place.expiresAt) - now;
}

const unlessQuiet = ({ isQuiet }: AnnouncerState, announcement: Announcement) =>
  isQuiet ? null : announcement;

function withRank(state: AnnouncerState, after: Purchase, now: number | null): AnnouncerState {
  return { ...state, rankAt: now, ahead: aheadOf(after) };
}

function aheadOf({ place }: Purchase): number | null {
  return place?.state === 'waiting' ? place.ahead : null;
}

function changeAnnouncement(before: Purchase, after: Purchase): Announcement | null {
  if (before.link === 'live' && after.link === 'lost') {
    return { key: hasPlace(after) ? 'lost' : 'lostOnly' };
  }
  if (before.link === 'lost' && after.link === 'live') {
    return { key: 'live' };
  }
  if (after.busy === 'paying' && before.busy !== 'paying') {
    return { key: 'paying' };
  }
  if (after.isAtProvider && !before.isAtProvider) {
    return { key: 'authorising' };
  }
  if (isAvailableAgain(before, after)) {
    return { key: 'available' };
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

/** At each quarter of the way and for each of the last ten places; at most once in 30 seconds. */
function isRankDue(
  { rankAt, ahead: from }: AnnouncerState,
  after: Purchase,
  now: number | null,
): boolean {
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

/** The time left, if a mark was passed since the last tick; after a late tick, the lowest mark passed. */
export function timeLeftAnnouncement(beforeMs: number, leftMs: number): Announcement | null {
  const mark = TIME_MARKS_MS.findLast((at) => beforeMs > at && leftMs <= at);
  if (mark === undefined || leftMs <= 0) {
    return null;
  }
  return mark >= MINUTE_MS
    ? { key: 'minutesLeft', values: { minutes: mark / MINUTE_MS } }
    : { key: 'secondsLeft', values: { seconds: mark / 1_000 } };
}

/** What may interrupt the reader: the turn, its expiry, and a payment that failed. */
export function urgentAnnouncement(before: Purchase, after: Purchase): Announcement | null {
  const { place, failure } = after;
  const was = before.place?.state;
  if (failure?.action === 'paying' && failure !== before.failure) {
    const { code, status } = failure.refusal;
    return code === 'PAYMENT_DECLINED' || status === 402 ? { key: 'failed' } : null;
  }
  if (place?.state === 'held' && was !== 'held' && was !== 'claimed') {
    return { key: 'turn', values: { unit: place.unit } };
  }
  return place?.state === 'expired' && was !== 'expired' && was !== undefined
    ? { key: 'expired' }
    : null;
}
