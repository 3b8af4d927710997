import { AppError } from '../errors.ts';

export type Bounded = <Value>(work: () => Promise<Value>) => Promise<Value>;

/**
 * Runs at most `atOnce` pieces of work at the same time and lets at most `waitingMax` wait; whoever comes
 * on top is told to come back. For work that would otherwise take the machine from everything else.
 */
export function createBounded({
  atOnce,
  waitingMax,
}: {
  atOnce: number;
  waitingMax: number;
}): Bounded {
  let running = 0;
  const waiting: (() => void)[] = [];

  return async (work) => {
    if (running < atOnce) {
      running += 1;
    } else {
      if (waiting.length >= waitingMax) throw new AppError('BUSY', { retryAfterMs: 2_000 });
      // The turn is handed over, so `running` stays as it is.
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
