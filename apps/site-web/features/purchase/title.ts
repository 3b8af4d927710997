import { formatCountdown } from '@flash/shared-utils';
import type { Purchase } from './purchase.ts';
import { phaseNow } from './screen.ts';

export interface ScreenValues {
  time: string;
  position: number;
  unit: number;
  waiting: number;
  held: number;
}

/** Every number that a heading, a text or a tab title of the page may name. */
export function screenValues(purchase: Purchase, now: number | null): ScreenValues {
  const { place, line } = purchase;
  const until = deadlineOf(purchase);
  return {
    time: until === null || now === null ? '–:––' : formatCountdown(until - now),
    position: place?.position ?? 0,
    unit: place && 'unit' in place ? place.unit : 0,
    waiting: line?.waiting ?? place?.size ?? 0,
    held: line?.held ?? place?.held ?? 0,
  };
}

/** What the page counts down to: the end of a hold, the start, or the opening of the line. */
export function deadlineOf(purchase: Purchase): number | null {
  const { place, line, sale } = purchase;
  if (place?.state === 'held' || place?.state === 'claimed') return Date.parse(place.expiresAt);
  const phase = phaseNow(purchase);
  const times = line ?? sale;
  if (!times || (phase !== 'scheduled' && phase !== 'lobby')) return null;
  return Date.parse(phase === 'lobby' ? times.startsAt : times.lobbyOpensAt);
}
