interface PollState {
  /** Not inspected before this moment. */
  dueAt: number;
  isRunning: boolean;
  /** When a hint that came during an inspection asks for the next one. */
  nextAt: number | null;
}

export interface PollingOptions {
  /** Monotonic; a clock that is set must not stop the work. */
  now: () => number;
}

export interface PollingSchedule {
  /**
   * Something may have happened to this sale: it is inspected at the next tick, or at the first one after
   * `inMs`. A sale that was never inspected is due anyway.
   */
  hint(saleId: string, inMs?: number): void;
  isDue(saleId: string): boolean;
  /** True at most once until `end`: a sale is never inspected twice at the same time. */
  begin(saleId: string): boolean;
  /** The sale is not inspected again before `restMs` have passed, unless a hint comes. */
  end(saleId: string, restMs: number): void;
  /** Others inspect this sale: this worker does so only when a hint comes. */
  leaveAlone(saleId: string): void;
  forget(saleId: string): void;
  /** How many sales are remembered. */
  size(): number;
}

/** When each sale has to be inspected next: by what is due in it, or as soon as a hint comes. */
export function createPollingSchedule({ now }: PollingOptions): PollingSchedule {
  const states = new Map<string, PollState>();

  function isDue(state: PollState | undefined): boolean {
    return !state || (!state.isRunning && state.dueAt <= now());
  }

  return {
    hint(saleId, inMs = 0) {
      const state = states.get(saleId);
      // An unknown sale is inspected as soon as it is listed; a deleted one leaves nothing behind.
      if (!state) {
        return;
      }
      const at = now() + inMs;
      if (state.isRunning) {
        // What the inspection has read may be older than the hint.
        state.nextAt = Math.min(state.nextAt ?? at, at);
      } else {
        state.dueAt = Math.min(state.dueAt, at);
      }
    },
    isDue: (saleId) => isDue(states.get(saleId)),
    begin(saleId) {
      const known = states.get(saleId);
      if (!isDue(known)) {
        return false;
      }
      const state = known ?? { dueAt: 0, isRunning: true, nextAt: null };
      state.isRunning = true;
      states.set(saleId, state);
      return true;
    },
    end(saleId, restMs) {
      const state = states.get(saleId);
      if (!state) {
        return;
      }
      state.isRunning = false;
      const at = now() + restMs;
      state.dueAt = Math.min(state.nextAt ?? at, at);
      state.nextAt = null;
    },
    leaveAlone(saleId) {
      if (!states.has(saleId)) {
        states.set(saleId, { dueAt: Number.POSITIVE_INFINITY, isRunning: false, nextAt: null });
      }
    },
    forget(saleId) {
      states.delete(saleId);
    },
    size: () => states.size,
  };
}
