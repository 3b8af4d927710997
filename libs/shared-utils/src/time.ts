import type { Random } from './random.ts';

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Whole seconds until `deadline`, rounded down so that no time is promised that is not there. */
export function wholeSecondsLeft(deadline: number, now: number): number {
  return Math.max(0, Math.floor((deadline - now) / SECOND_MS));
}

/** `m:ss`, or `h:mm:ss` from one hour on; what has passed reads as 0:00. */
export function formatCountdown(ms: number): string {
  const total = Math.max(0, Math.floor(ms / SECOND_MS));
  const seconds = String(total % 60).padStart(2, '0');
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  return hours > 0
    ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}`
    : `${minutes}:${seconds}`;
}

/** Where a function gets its time from; tests pass their own. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

export interface BackoffOptions {
  baseMs: number;
  capMs: number;
  random?: Random;
}

/**
 * Delay before retry number `attempt` (0-based): half of it fixed, half of it random. The fixed half
 * keeps a retry from following at once, the random half keeps a crowd from coming back together.
 */
export function backoffMs(attempt: number, options: BackoffOptions): number {
  const { baseMs, capMs, random = Math.random } = options;
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(attempt, 30));
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}

/** What `work` gives, or null when it takes longer than `ms`; the work itself goes on. */
export async function withinTime<T>(work: Promise<T>, ms: number): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, ms), null);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
