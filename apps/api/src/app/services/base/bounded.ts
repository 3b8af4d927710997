import { AppError } from '../../errors.ts';

/** `caller` names who is known to ask; null: it is not known who asks. */
export type Bounded = <Value>(work: () => Promise<Value>, caller?: string | null) => Promise<Value>;

/** So many pieces of work of one known caller wait with priority; more wait with the unknown ones. */
const PER_CALLER = 2;
/** After so many known callers in a row one unknown caller has a turn. */
const KNOWN_IN_A_ROW = 3;

/**
 * Runs at most `atOnce` pieces of work at the same time and lets at most `waitingMax` of each kind wait;
 * a caller on top of that is told to come back. For work that would otherwise take the machine from
 * everything else.
 *
 * Known callers have a queue of their own, which goes first, so that unknown ones can fill theirs without
 * keeping them out.
 */
export function createBounded({
  atOnce,
  waitingMax,
}: {
  atOnce: number;
  waitingMax: number;
}): Bounded {
  let running = 0;
  let knownInARow = 0;
  const known: (() => void)[] = [];
  const unknown: (() => void)[] = [];
  const countOf = new Map<string, number>();

  return async (work, caller = null) => {
    const hasPriority =
      caller !== null && (countOf.get(caller) ?? 0) < PER_CALLER && known.length < waitingMax;
    if (running < atOnce) {
      running += 1;
    } else {
      const queue = hasPriority ? known : unknown;
      if (queue.length >= waitingMax) {
        throw new AppError('BUSY', { retryAfterMs: 2_000 });
      }
      if (hasPriority) {
        count(caller, 1);
      }
      // The turn is handed over, so `running` stays as it is.
      await new Promise<void>((resolve) => queue.push(resolve));
      if (hasPriority) {
        count(caller, -1);
      }
    }
    try {
      return await work();
    } finally {
      const next = takeNext();
      if (next) {
        next();
      } else {
        running -= 1;
      }
    }
  };

  function count(caller: string, by: 1 | -1): void {
    const left = (countOf.get(caller) ?? 0) + by;
    if (left > 0) {
      countOf.set(caller, left);
    } else {
      countOf.delete(caller);
    }
  }

  function takeNext(): (() => void) | undefined {
    const isTurnOfUnknown = knownInARow >= KNOWN_IN_A_ROW && unknown.length > 0;
    if (known.length === 0 || isTurnOfUnknown) {
      knownInARow = 0;
      return unknown.shift();
    }
    knownInARow += 1;
    return known.shift();
  }
}
