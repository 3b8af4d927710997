export interface ClockReading {
  /** Redis time. */
  server: number;
  /** Monotonic time of this process. */
  steady: number;
}

export interface ClockJump {
  /** Everything between `from` and `to` did not happen. */
  from: number;
  to: number;
  /** The last reading before the jump, as the clock would have shown it after the jump. */
  since: number;
}

export type ClockVerdict = { kind: 'steady' } | ({ kind: 'jumped' } & ClockJump);

export const CLOCK_JUMP_MS = 30_000;

/**
 * A server whose clock is set forward makes every hold look expired at once. Between two looks its
 * clock must have moved as far as ours, which nobody can set.
 */
export function judgeClock(before: ClockReading | null, after: ClockReading): ClockVerdict {
  if (!before) return { kind: 'steady' };
  const passedMs = after.steady - before.steady;
  const expected = before.server + passedMs;
  if (Math.abs(after.server - expected) <= CLOCK_JUMP_MS) return { kind: 'steady' };
  return { kind: 'jumped', from: expected, to: after.server, since: after.server - passedMs };
}

/** What the server's clock cannot show now, if nobody has set it since this reading. */
export function latestBelievable({ server, steady }: ClockReading, nowSteady: number): number {
  return Math.ceil(server + (nowSteady - steady) + CLOCK_JUMP_MS);
}

const WINDOW_MS = 5_000;
const APART_MS = 250;

/**
 * What the clock showed lately, whichever sale it was read for: a sale that is read for the first time
 * after a jump would else have nothing to be compared with.
 */
export function createReadings() {
  const kept: ClockReading[] = [];
  return {
    add(reading: ClockReading): void {
      const last = kept.at(-1);
      if (last && reading.steady - last.steady < APART_MS) return;
      kept.push(reading);
      const from = reading.steady - WINDOW_MS;
      // One from before the window stays: it is the newest there is when little was read.
      while (kept[1] && kept[1].steady < from) kept.shift();
    },
    /** Of the last seconds, in which a sale that is new to this process was made or taken over. */
    oldest: (): ClockReading | null => kept[0] ?? null,
  };
}
