import type { ClockJump, ClockReading } from './clock-guard.ts';

/** What this process remembers of a sale between two looks; losing it costs nothing but time. */
export interface SaleMemory {
  readonly saleId: string;
  /** Number of the last log entry seen. */
  n: number;
  /** When the sale could last be read, in monotonic time. */
  seenAt: number | null;
  /** Since when Redis has been without it. */
  missingSince: number | null;
  clock: ClockReading | null;
  /** A jump of the clock that the holds still have to be moved by. */
  jump: ClockJump | null;
  /** Nothing is taken back before this moment, in monotonic time. */
  sweepAfter: number;
  /** Holds, claimed ones too, at the last look. */
  holders: number;
  /** How many later types of the log its scripts may write, as last seen. */
  logTypes: number;
  /** How often restoring it failed, and from when on it may be tried again. */
  mends: number;
  mendAfter: number;
}

export interface Memories {
  of(saleId: string): SaleMemory;
  forget(saleId: string): void;
}

export function createMemories(): Memories {
  const memories = new Map<string, SaleMemory>();
  return {
    of(saleId) {
      const known = memories.get(saleId);
      if (known) return known;
      const fresh: SaleMemory = {
        saleId,
        n: -1,
        seenAt: null,
        missingSince: null,
        clock: null,
        jump: null,
        sweepAfter: 0,
        holders: 0,
        logTypes: 0,
        mends: 0,
        mendAfter: 0,
      };
      memories.set(saleId, fresh);
      return fresh;
    },
    forget(saleId) {
      memories.delete(saleId);
    },
  };
}
