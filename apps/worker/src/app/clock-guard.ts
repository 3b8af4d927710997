export interface ClockReading {
  /** Redis time. */
  server: number;
  /** Monotonic time of this process. */
  steady: number;
}

export type ClockVerdict =
  | { kind: 'steady' }
  /** Everything between `from` and `to` did not happen. */
  | { kind: 'jumped'; from: number; to: number };

export const CLOCK_JUMP_MS = 30_000;

/**
 * A server whose clock is set forward makes every hold look expired at once. Between two looks its
 * clock must have moved as far as ours, which nobody can set.
 */
export function judgeClock(before: ClockReading | null, after: ClockReading): ClockVerdict {
  if (!before) return { kind: 'steady' };
  const expected = before.server + (after.steady - before.steady);
  if (Math.abs(after.server - expected) <= CLOCK_JUMP_MS) return { kind: 'steady' };
  return { kind: 'jumped', from: expected, to: after.server };
}
