interface PollState {
  /** Not inspected before this moment, unless a hint came. */
  dueAt: number;
  isHinted: boolean;
  isRunning: boolean;
}

export interface PollingOptions {
  /** Monotonic; a clock that is set must not stop the work. */
  now: () => number;
  random?: () => number;
}

export interface PollingSchedule {
  /** Something may have happened to this sale: the next tick inspects it. Before the first one all is new. */
  hint(saleId: string): void;
  /** True at most once until `end`: a sale is never inspected twice at the same time. */
  begin(saleId: string): boolean;
  /** The sale is not inspected again before `restMs` have passed, unless a hint comes. */
  end(saleId: string, restMs: number): void;
  forget(saleId: string): void;
  /** How many sales are remembered. */
  size(): number;
}

/** Which sales have to be inspected now: busy sales always, idle ones rarely or when hinted. */
export function createPollingSchedule(options: PollingOptions): PollingSchedule {
  const { now, random = Math.random } = options;
  const states = new Map<string, PollState>();

  function stateOf(saleId: string): PollState {
    const known = states.get(saleId);
    if (known) {
      return known;
    }
    const fresh: PollState = { dueAt: now(), isHinted: false, isRunning: false };
    states.set(saleId, fresh);
    return fresh;
  }

  return {
    hint(saleId) {
      const state = states.get(saleId);
      // An unknown sale is inspected as soon as it is listed; a deleted one leaves nothing behind.
      if (state) {
        state.isHinted = true;
      }
    },
    begin(saleId) {
      const state = stateOf(saleId);
      if (state.isRunning || (!state.isHinted && state.dueAt > now())) {
        return false;
      }
      // Cleared before the inspection begins, so that a hint during it leads to another one.
      state.isHinted = false;
      state.isRunning = true;
      return true;
    },
    end(saleId, restMs) {
      const state = states.get(saleId);
      if (!state) {
        return;
      }
      state.isRunning = false;
      // Spread a little, or a thousand idle sales are all inspected in the same tick for ever.
      state.dueAt = now() + restMs * (1 + random() * 0.1);
    },
    forget(saleId) {
      states.delete(saleId);
    },
    size: () => states.size,
  };
}
