interface Gaze {
  /** Not looked at before this moment, unless somebody hinted. */
  dueAt: number;
  isHinted: boolean;
  isRunning: boolean;
}

export interface AttentionOptions {
  /** Monotonic; a clock that somebody sets must not stop the work. */
  now: () => number;
  random?: () => number;
}

export interface Attention {
  /** Something may have happened to this sale: look at the next tick. Before the first look all is new. */
  hint(saleId: string): void;
  /** True at most once until `end`: a sale is never looked at twice at the same time. */
  begin(saleId: string): boolean;
  /** Nobody looks again before `restMs` have passed, unless somebody hints. */
  end(saleId: string, restMs: number): void;
  forget(saleId: string): void;
  /** How many sales are remembered. */
  size(): number;
}

/** Who has to be looked at now: busy sales always, idle ones rarely or when hinted. */
export function createAttention(options: AttentionOptions): Attention {
  const { now, random = Math.random } = options;
  const gazes = new Map<string, Gaze>();

  function gazeOf(saleId: string): Gaze {
    const known = gazes.get(saleId);
    if (known) return known;
    const fresh: Gaze = { dueAt: now(), isHinted: false, isRunning: false };
    gazes.set(saleId, fresh);
    return fresh;
  }

  return {
    hint(saleId) {
      const gaze = gazes.get(saleId);
      // An unknown sale is looked at as soon as it is listed; a deleted one leaves nothing behind.
      if (gaze) gaze.isHinted = true;
    },
    begin(saleId) {
      const gaze = gazeOf(saleId);
      if (gaze.isRunning || (!gaze.isHinted && gaze.dueAt > now())) return false;
      // Cleared before the look begins, so that a hint during it leads to another one.
      gaze.isHinted = false;
      gaze.isRunning = true;
      return true;
    },
    end(saleId, restMs) {
      const gaze = gazes.get(saleId);
      if (!gaze) return;
      gaze.isRunning = false;
      // Spread a little, or a thousand idle sales are all looked at in the same tick for ever.
      gaze.dueAt = now() + restMs * (1 + random() * 0.1);
    },
    forget(saleId) {
      gazes.delete(saleId);
    },
    size: () => gazes.size,
  };
}
