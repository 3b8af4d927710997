import type { Clock } from '@flash/shared-utils';

export interface FakeClock extends Clock {
  advance(ms: number): number;
  set(at: number): void;
}

/** Time that passes only when the test says so. */
export function createFakeClock(start = 1_800_000_000_000): FakeClock {
  let at = start;
  return {
    now: () => at,
    advance(ms) {
      at += ms;
      return at;
    },
    set(next) {
      at = next;
    },
  };
}
