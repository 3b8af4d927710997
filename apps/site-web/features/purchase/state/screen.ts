import type { Purchase } from '@flash/client';
import { formatCountdown } from '@flash/shared-utils';

/** Every state of the page; each has its own heading, text and tab title. */
export const screens = [
  'loading',
  'unreachable',
  'offline',
  'missing',
  'upcoming',
  'signIn',
  'joinLobby',
  'join',
  'joinLine',
  'joinReserved',
  'joinPaused',
  'joining',
  'lobby',
  'waiting',
  'almost',
  'reserved',
  'paused',
  'held',
  'ending',
  'paying',
  'authorising',
  'failed',
  'sold',
  'bought',
  'expired',
  'removed',
  'soldOutInLine',
  'soldOut',
  'ended',
  'cancelled',
] as const;
export type Screen = (typeof screens)[number];

/** Classes of the line above the heading. */
export const kickerTones: Partial<Record<Screen, string>> = {
  join: 'kicker-live',
  joinLine: 'kicker-live',
  joinLobby: 'kicker-live',
  waiting: 'kicker-live',
  almost: 'kicker-live',
  held: 'kicker-live',
  ending: 'kicker-live',
  paying: 'kicker-live',
  authorising: 'kicker-live',
  lobby: 'kicker-good',
  sold: 'kicker-good',
  bought: 'kicker-good',
};

const ENDING_MS = 3 * 60_000;

/** A short hold warns only in its second half, so that it does not start with a warning. */
const endingMs = (holdTtlSeconds: number) => Math.min(ENDING_MS, holdTtlSeconds * 500);
const SOON_MS = 2 * 60_000;

/** The state that a buyer sees; `now` is the server's time, null while unknown. */
export function screenOf(purchase: Purchase, now: number | null): Screen {
  const { sale, isMissing, link, place, busy, isOnline } = purchase;
  if (isMissing) {
    return 'missing';
  }
  if (!sale || !isKnown(purchase)) {
    return withoutSale(isOnline, link === 'lost');
  }
  switch (place?.state) {
    case 'waiting':
      return screenInLine(purchase, place);
    case 'held':
      if (busy === 'paying') {
        return purchase.isAtProvider ? 'authorising' : 'paying';
      }
      if (now !== null && Date.parse(place.expiresAt) - now <= endingMs(sale.holdTtlSeconds)) {
        return 'ending';
      }
      return purchase.failure?.action === 'paying' ? 'failed' : 'held';
    case 'claimed':
      return 'paying';
    case 'sold':
      return purchase.triedAgain ? 'bought' : 'sold';
    case 'paused':
    case 'expired':
    case 'removed':
      return place.state;
    default:
      return screenWithoutPlace(purchase);
  }
}

/** A press waits for its answer, and what is on the page keeps its place until the answer comes. */
export function isAnswerAwaited(screen: Screen): boolean {
  return screen === 'joining' || screen === 'paying' || screen === 'authorising';
}

/** Before the line or a place is known, a state would be replaced a moment later. */
export function isKnown({ line, place }: Purchase): boolean {
  return line !== null || place !== null;
}

function withoutSale(isOnline: boolean, isLost: boolean): Screen {
  if (!isOnline) {
    return 'offline';
  }
  return isLost ? 'unreachable' : 'loading';
}

interface InLine {
  ahead: number;
  free: number;
  held: number;
  wait: { toMs: number } | null;
}

function screenInLine(purchase: Purchase, { ahead, free, held, wait }: InLine): Screen {
  if (phaseNow(purchase) === 'lobby') {
    return 'lobby';
  }
  // Held units may be paid for and never come back: only a free unit or the measured pace is certain.
  if (ahead < free || (wait !== null && wait.toMs < SOON_MS)) {
    return 'almost';
  }
  return free === 0 && held > 0 ? 'reserved' : 'waiting';
}

/** Whether there is a place that a lost connection leaves as it is. */
export const hasPlace = ({ place }: Purchase): boolean => place !== null && place.seq !== null;

/** Whether joining can succeed now, as far as this page knows. */
export function canJoin(purchase: Purchase): boolean {
  const phase = phaseNow(purchase);
  return (phase === 'lobby' || phase === 'open' || phase === 'paused') && !isSoldOut(purchase);
}

export function isSoldOut({ line, place }: Purchase): boolean {
  return line ? line.stock > 0 && line.sold >= line.stock : place?.state === 'sold_out';
}

/** What the page says to a buyer whose reservation has expired, as a text of `purchase`; null while it is not known. */
export function afterExpiry(purchase: Purchase) {
  const { line } = purchase;
  if (!line) {
    return null;
  }
  if (!canJoin(purchase)) {
    return isSoldOut(purchase) ? 'nothingLeft' : 'saleOver';
  }
  // During a pause no unit is handed out, even if some are free.
  return line.phase === 'open' && line.free > line.waiting ? 'againAtOnce' : 'againPlace';
}

/** A unit came back to a sale that was sold out, and the reader, who has no place, can join. */
export function isAvailableAgain(before: Purchase, after: Purchase): boolean {
  return !hasPlace(after) && isSoldOut(before) && before.line !== null && canJoin(after);
}

export function phaseNow({ line, sale }: Purchase) {
  return line?.phase ?? sale?.phase ?? 'scheduled';
}

function screenWithoutPlace(purchase: Purchase): Screen {
  const { place } = purchase;
  if (place?.state === 'sold_out' && place.seq !== null) {
    return 'soldOutInLine';
  }
  switch (phaseNow(purchase)) {
    case 'draft':
      return 'missing';
    case 'scheduled':
      return 'upcoming';
    case 'cancelled':
      return 'cancelled';
    case 'ended':
    case 'archived':
      return 'ended';
    case 'lobby':
    case 'open':
    case 'paused':
      if (isSoldOut(purchase)) {
        return 'soldOut';
      }
      return needsSignIn(purchase) ? 'signIn' : screenToJoin(purchase);
  }
}

function screenToJoin(purchase: Purchase): Screen {
  const { line, busy } = purchase;
  if (busy === 'joining') {
    return 'joining';
  }
  const phase = phaseNow(purchase);
  if (phase === 'lobby') {
    return 'joinLobby';
  }
  if (phase === 'paused') {
    return 'joinPaused';
  }
  if (!line) {
    return 'join';
  }
  if (line.free === 0) {
    return 'joinReserved';
  }
  return line.waiting > 0 ? 'joinLine' : 'join';
}

function needsSignIn({ sale, user }: Purchase): boolean {
  return sale?.identity === 'account' && user === null;
}

interface ScreenValues {
  time: string;
  position: number;
  unit: number;
  waiting: number;
  held: number;
  /** Whether the shop sends e-mail, as a choice of texts. */
  mail: 'yes' | 'kept' | 'no';
}

/** Everything that a heading, a text or a tab title may contain. */
export function screenValues(purchase: Purchase, now: number | null): ScreenValues {
  const { place, line } = purchase;
  const until = deadlineOf(purchase);
  return {
    time: until === null || now === null ? '–:––' : formatCountdown(until - now),
    position: place?.position ?? 0,
    unit: place && 'unit' in place ? place.unit : 0,
    waiting: line?.waiting ?? place?.size ?? 0,
    held: line?.held ?? place?.held ?? 0,
    mail: mailOf(purchase),
  };
}

export function mailOf({ hasMail, isMailKept }: Purchase): ScreenValues['mail'] {
  if (!hasMail) {
    return 'no';
  }
  return isMailKept ? 'kept' : 'yes';
}

/** The time the page counts down to: the end of a hold, the start, or the opening of the line. */
export function deadlineOf(purchase: Purchase): number | null {
  const { place, line, sale } = purchase;
  if (place?.state === 'held' || place?.state === 'claimed') {
    return Date.parse(place.expiresAt);
  }
  const phase = phaseNow(purchase);
  const times = line ?? sale;
  if (!times || (phase !== 'scheduled' && phase !== 'lobby')) {
    return null;
  }
  return Date.parse(phase === 'lobby' ? times.startsAt : times.lobbyOpensAt);
}
