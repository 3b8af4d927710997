import type { Sight } from '../buyer/sale-view.ts';

export interface WaitRange {
  fromMs: number;
  toMs: number;
}

/** Units handed out in a millisecond when units are free: well below what a worker does. */
const SERVED_PER_MS = 5;
const SOON_MS = 1_000;
/** An estimate that turns out too long is forgiven, one that turns out too short is not. */
const PESSIMISM = 1.8;
const STEP_MS = 1_000;

/**
 * How long the wait may take. Whoever a free unit can reach waits for the worker only; everybody
 * else waits for units to come back, at the rate at which they did lately. Null when nobody knows.
 */
export function waitRange(
  sight: Pick<Sight, 'free' | 'held' | 'pause' | 'startsAt' | 'now'>,
  rank: number,
  returnsPerMs: number | null,
): WaitRange | null {
  if (sight.pause) return null;
  const untilStart = Math.max(0, sight.startsAt - sight.now);
  if (rank <= sight.free) {
    return { fromMs: untilStart, toMs: untilStart + SOON_MS + Math.ceil(rank / SERVED_PER_MS) };
  }
  const behind = rank - sight.free;
  if (behind > sight.held || !returnsPerMs) return null;
  const estimate = behind / returnsPerMs;
  return {
    fromMs: untilStart + roundUp(estimate),
    toMs: untilStart + roundUp(estimate * PESSIMISM + SOON_MS),
  };
}

function roundUp(ms: number): number {
  return Math.ceil(ms / STEP_MS) * STEP_MS;
}
