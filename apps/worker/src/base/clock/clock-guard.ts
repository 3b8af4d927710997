export interface ClockReading {
  /** Redis time. */
  server: number;
  /** Monotonic time of this process when it asked, and when the answer came: the reading lies between them. */
  asked: number;
  steady: number;
}

export interface ClockJump {
  /** Everything between `from` and `to` did not happen; where that is not known exactly, rather more than less. */
  from: number;
  to: number;
  /** The last reading before the jump, as the clock would have shown it after the jump; rather too early. */
  since: number;
}

export type ClockVerdict = { kind: 'steady' } | ({ kind: 'jumped' } & ClockJump);

export const CLOCK_JUMP_MS = 30_000;

/**
 * A server whose clock is set forward makes every hold look expired at once. Between two inspections its
 * clock must have moved as far as the monotonic clock of this process, which cannot be set.
 */
export function judgeClock(before: ClockReading | null, after: ClockReading): ClockVerdict {
  if (!before) {
    return { kind: 'steady' };
  }
  const passedMs = after.steady - before.steady;
  const expected = before.server + passedMs;
  if (Math.abs(after.server - expected) <= CLOCK_JUMP_MS) {
    return { kind: 'steady' };
  }
  // A move of the holds by too little would end them early, and one that seems younger than it is would be made twice.
  const leastMs = Math.max(0, after.asked - before.steady);
  const mostMs = after.steady - before.asked;
  const [from, since] = [before.server + leastMs, after.server - mostMs];
  return { kind: 'jumped', from, to: after.server, since };
}

/**
 * What the clock of a sale's server is to be compared with when the sale is read for the first time. null: the sale was
 * made after the clock was set back, and has nothing to do with what it showed before.
 */
export function beforeFirst(
  oldest: ClockReading | null,
  reading: ClockReading,
): ClockReading | null {
  const verdict = judgeClock(oldest, reading);
  return verdict.kind === 'jumped' && verdict.to < verdict.from ? null : oldest;
}

/** The server's clock cannot show a later time now, unless it was set since this reading. */
export function latestBelievable({ server, steady }: ClockReading, nowSteady: number): number {
  return Math.ceil(server + (nowSteady - steady) + CLOCK_JUMP_MS);
}

const WINDOW_MS = 5_000;
const APART_MS = 250;
/** A server that no sale was read from for so long is forgotten. */
const SERVER_KEPT_MS = 600_000;

export interface ClockReadings {
  add(server: string, reading: ClockReading): void;
  /** Of the last seconds, in which a sale that is new to this process was made or taken over. */
  oldest(server: string): ClockReading | null;
  servers(): string[];
}

/**
 * What the clock of each Redis server showed lately, to inspections and glances, whichever sale was read: a
 * sale that is read for the first time after a jump would otherwise have nothing to be compared with. By
 * server, because the masters of a cluster have clocks of their own.
 */
export function createClockReadings(): ClockReadings {
  const servers = new Map<string, ClockReading[]>();

  function forgetUnread(steady: number): void {
    for (const [server, kept] of servers) {
      if ((kept.at(-1)?.steady ?? 0) < steady - SERVER_KEPT_MS) {
        servers.delete(server);
      }
    }
  }

  return {
    add(server, reading) {
      const kept = servers.get(server) ?? [];
      const last = kept.at(-1);
      if (last && reading.steady - last.steady < APART_MS) {
        return;
      }
      if (!last) {
        forgetUnread(reading.steady);
        servers.set(server, kept);
      }
      kept.push(reading);
      const from = reading.steady - WINDOW_MS;
      // One from before the window stays: it is the newest there is when little was read.
      while (kept[1] && kept[1].steady < from) {
        kept.shift();
      }
    },
    oldest: (server) => servers.get(server)?.[0] ?? null,
    servers: () => [...servers.keys()],
  };
}
