import { setTimeout as sleep } from 'node:timers/promises';

/** Lets only so much work of one kind go on at the same time; what came first goes first. */
export interface Turns {
  take(work: () => Promise<unknown>): Promise<void>;
  /** Work that still waits is no longer begun. */
  close(): void;
}

interface TurnOptions {
  atOnce: number;
  /** After its work, a turn stays taken for so many times as long as the work took. */
  restTimes?: number;
}

/** However long one work took, the next one need not wait longer than this. */
const REST_MS_MAX = 1_000;

export function createTurns({ atOnce, restTimes = 0 }: TurnOptions): Turns {
  let waiting: (() => void)[] = [];
  let free = atOnce;
  let isClosed = false;

  function giveBack(): void {
    const next = waiting.shift();
    if (next) {
      next();
    } else {
      free += 1;
    }
  }

  return {
    async take(work) {
      if (free > 0) {
        free -= 1;
      } else {
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      if (isClosed) {
        return;
      }
      const startedAt = performance.now();
      try {
        await work();
      } finally {
        const restMs = Math.min(REST_MS_MAX, restTimes * (performance.now() - startedAt));
        if (restMs > 0) {
          void sleep(restMs, null, { ref: false }).then(giveBack);
        } else {
          giveBack();
        }
      }
    },
    close() {
      isClosed = true;
      for (const begin of waiting) {
        begin();
      }
      waiting = [];
    },
  };
}
