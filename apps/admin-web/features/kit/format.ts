import { DAY_MS, formatCountdown, HOUR_MS, MINUTE_MS } from '@flash/shared-utils';
import { formatCount } from '@flash/web';

/** How long, in the two largest units that matter: `840 ms`, `42 s`, `3 min 12 s`, `1 h 4 min`. */
export function spanWords(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = Math.floor(ms / 1_000);
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3_600)];
  if (minutes === 0) return `${seconds} s`;
  if (hours === 0) return `${minutes} min ${seconds % 60} s`;
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** For a clock that counts down; days are for planning, not for watching. */
export const clockWords = (ms: number): string =>
  ms >= 86_400_000 ? spanWords(ms) : formatCountdown(ms);

/** One digit behind the point while the number is small, so that little is not shown as nothing. */
export const rateWords = (value: number): string =>
  Number.isInteger(value) || value >= 10 ? formatCount(Math.round(value)) : value.toFixed(1);

/** `in 3 h`, `2 d ago`: one unit is enough to know whether to hurry. */
export function relativeWords(at: number, now: number): string {
  const words = amount(Math.abs(at - now));
  if (words === null) return 'now';
  return at > now ? `in ${words}` : `${words} ago`;
}

function amount(ms: number): string | null {
  if (ms >= 2 * DAY_MS) return `${Math.floor(ms / DAY_MS)} d`;
  if (ms >= 2 * HOUR_MS) return `${Math.floor(ms / HOUR_MS)} h`;
  if (ms >= MINUTE_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  return ms >= 1_000 ? `${Math.floor(ms / 1_000)} s` : null;
}
