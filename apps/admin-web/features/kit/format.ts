import { DAY_MS, formatCountdown, HOUR_MS, MINUTE_MS, SECOND_MS } from '@flash/shared-utils';
import { formatCount, formatDistance, hourStyle } from '@flash/web';

/**
 * A duration in its two largest units: `840 ms`, `42 s`, `3 min 12 s`, `1 h 4 min`, `2 d 2 h`.
 * `decimals` of seconds are for durations that stand still; in a running clock they would flicker.
 */
export function durationWords(ms: number, decimals = 0): string {
  if (ms < SECOND_MS) {
    return `${Math.max(0, Math.round(ms))} ms`;
  }
  if (ms < MINUTE_MS) {
    const scale = 10 ** decimals;
    const seconds = Math.floor((ms / SECOND_MS) * scale) / scale;
    return `${seconds.toLocaleString(undefined, { maximumFractionDigits: decimals })} s`;
  }
  const seconds = Math.floor(ms / SECOND_MS);
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3_600)];
  if (hours === 0) {
    return `${minutes} min ${seconds % 60} s`;
  }
  return hours < 48
    ? `${hours} h ${minutes % 60} min`
    : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** How long a person waited: no one tells 16 ms from 38 ms. */
export const waitWords = (ms: number, decimals = 0): string =>
  ms < SECOND_MS ? 'under 1 s' : durationWords(ms, decimals);

/** Since when something has not been heard of. */
export function agoWords(ms: number): string {
  if (ms < 2 * SECOND_MS) {
    return 'just now';
  }
  return ms < MINUTE_MS ? `${Math.round(ms / SECOND_MS)} s ago` : `${formatDistance(ms)} ago`;
}

/** For a clock that counts down; from a day on, seconds are not needed. */
export const clockWords = (ms: number): string =>
  ms >= DAY_MS ? durationWords(ms) : formatCountdown(ms);

/** `in 3 h`, `2 d ago`: how far away a moment is, in one unit. */
export function relativeWords(at: number, now: number): string {
  const ms = Math.abs(at - now);
  const words = largestUnit(ms);
  if (words === null) {
    return 'now';
  }
  return at > now ? `in ${words}` : `${words} ago`;
}

function largestUnit(ms: number): string | null {
  if (ms >= 2 * DAY_MS) {
    return `${Math.floor(ms / DAY_MS)} d`;
  }
  if (ms >= 2 * HOUR_MS) {
    return `${Math.floor(ms / HOUR_MS)} h`;
  }
  if (ms >= MINUTE_MS) {
    return `${Math.floor(ms / MINUTE_MS)} min`;
  }
  return ms >= SECOND_MS ? `${Math.floor(ms / SECOND_MS)} s` : null;
}

/** One decimal while the number is small, so that a low rate is not shown as 0. */
export const rateWords = (value: number): string =>
  Number.isInteger(value) || value >= 10 ? formatCount(Math.round(value)) : value.toFixed(1);

/** Whole percent. More than nothing never shows as 0 %, less than everything never as 100 %. */
export function percentOf(part: number, whole: number): string {
  if (whole === 0) {
    return '–';
  }
  const percent = (part / whole) * 100;
  if (percent > 0 && percent < 1) {
    return '< 1 %';
  }
  return `${percent < 100 ? Math.min(99, Math.round(percent)) : 100} %`;
}

export const units = (count: number): string =>
  `${formatCount(count)} ${count === 1 ? 'unit' : 'units'}`;

export const people = (count: number): string =>
  `${formatCount(count)} ${count === 1 ? 'person' : 'people'}`;

export const placesWords = (count: number): string =>
  `${formatCount(count)} ${count === 1 ? 'place' : 'places'}`;

/** A time of the day, as the reader's clock shows it. */
export function timeOf(at: string | number | Date, hasSeconds = false): string {
  return new Intl.DateTimeFormat(undefined, clockParts(hasSeconds)).format(new Date(at));
}

/** The same everywhere; whether there are 12 or 24 hours is the reader's locale. */
export const clockParts = (hasSeconds: boolean): Intl.DateTimeFormatOptions => ({
  hour: hourStyle(),
  minute: '2-digit',
  second: hasSeconds ? '2-digit' : undefined,
});
