import { DAY_MS, HOUR_MS, MINUTE_MS } from '@flash/shared-utils';

/** `in 3 h`, `2 d ago`: one unit is enough to know whether to hurry. */
export function distanceWords(at: number, now: number): string {
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
