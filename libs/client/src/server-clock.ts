/** The server's time as a browser can know it. */
export interface ServerClock {
  /**
   * Learns from an answer that no cache can have kept. `startedAt` is the monotonic time at which
   * the request was sent, so that the measured time is never behind the server's.
   */
  observe(serverNow: string, startedAt: number): void;
  /** Learns from a message that the server pushed: its time cannot be earlier than that. */
  atLeast(serverNow: string): void;
  /** Null while unknown: before the first answer, and after sleep until the next one. */
  now(): number | null;
}

export interface LocalClocks {
  /** Counts steadily; setting the device's clock does not move it. */
  monotonic: () => number;
  /** Counts through sleep, and jumps when the device's clock is set. */
  wall: () => number;
}

/** Steady time of this page; every request notes it as its start. */
export const monotonicNow = (): number => performance.now();

const device: LocalClocks = { monotonic: monotonicNow, wall: () => Date.now() };

/** The two local clocks drift apart by more than this only through sleep or a changed clock. */
const SLEPT_MS = 1_500;
/** Local clocks drift: a measurement older than this gives way to a newer, wider one. */
const BEST_FOR_MS = 10 * 60_000;

interface Measurement {
  offset: number;
  at: number;
}

/**
 * Measured from the start of a request, the offset is too large by the way up, so a countdown shows
 * a little less time than there is and never more. The smallest measurement is the nearest one.
 */
export function createServerClock({ monotonic, wall }: LocalClocks = device): ServerClock {
  let best: Measurement | null = null;
  let lead = wall() - monotonic();
  let awakeSince = Number.NEGATIVE_INFINITY;

  /** Some systems stop the monotonic clock during sleep, which makes older measurements wrong. */
  function forgetAfterSleep(): void {
    const difference = wall() - monotonic();
    if (Math.abs(difference - lead) > SLEPT_MS) {
      best = null;
      awakeSince = monotonic();
    }
    lead = difference;
  }

  return {
    observe(serverNow, startedAt) {
      forgetAfterSleep();
      const offset = Date.parse(serverNow) - startedAt;
      // An answer to a request that was under way during a sleep may be as old as the sleep.
      if (Number.isNaN(offset) || startedAt < awakeSince) {
        return;
      }
      const at = monotonic();
      if (best && offset >= best.offset && at - best.at < BEST_FOR_MS) {
        return;
      }
      best = { offset, at };
    },
    atLeast(serverNow) {
      forgetAfterSleep();
      const offset = Date.parse(serverNow) - monotonic();
      if (best && offset > best.offset) {
        best = { ...best, offset };
      }
    },
    now() {
      forgetAfterSleep();
      return best && monotonic() + best.offset;
    },
  };
}

/** As the client of the API answers; said here, because the packed client brings no types of the API. */
interface TimeSource {
  time(): Promise<{ ok: true; value: { serverNow: string }; startedAt: number } | { ok: false }>;
}

/** Answers with sales and lines may be cached, so the clock learns the time from this one. */
export async function learnTime(shop: TimeSource, clock: ServerClock): Promise<void> {
  const answer = await shop.time();
  if (answer.ok) {
    clock.observe(answer.value.serverNow, answer.startedAt);
  }
}
