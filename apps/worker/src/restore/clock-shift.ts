import { CLOCK_JUMP_MS } from '../base/clock-guard.ts';

interface Times {
  /** Time of the state that is restored. */
  stateAt: number;
  now: number;
  /** For how long nobody could reach the sale. */
  awayMs: number;
}

/** Shorter gaps are within a tick of tending and no outage. */
const SHORT_MS = 1_000;

/**
 * How far all holds have to move: back by the time in which nobody could use them, or together with
 * a clock that was set back.
 */
export function shiftOf({ stateAt, now, awayMs }: Times): number {
  if (now < stateAt - CLOCK_JUMP_MS) return Math.round(now - stateAt);
  return awayMs > SHORT_MS ? Math.round(awayMs) : 0;
}
