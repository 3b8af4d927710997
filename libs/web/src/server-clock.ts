/** The server's time as a browser can know it: its own clock plus a measured offset. */
export interface ServerClock {
  /** `startedAt` is the local time at which the request was sent, not when the answer came. */
  observe(serverNow: string, startedAt: number): void;
  now(): number;
}

const JUMP_MS = 5_000;

/**
 * Measured from the start of a request the offset is too large by the way up, so a countdown shows
 * a little less time than there is and never more. The smallest measurement is the nearest one; one
 * that is far off means that somebody changed the clock.
 */
export function createServerClock(localNow: () => number = Date.now): ServerClock {
  let offset: number | null = null;
  return {
    observe(serverNow, startedAt) {
      const measured = Date.parse(serverNow) - startedAt;
      if (Number.isNaN(measured)) return;
      const isFirst = offset === null || Math.abs(measured - offset) > JUMP_MS;
      offset = isFirst || offset === null ? measured : Math.min(offset, measured);
    },
    now: () => localNow() + (offset ?? 0),
  };
}
