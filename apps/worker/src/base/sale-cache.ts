import type { ClockJump, ClockReading } from './clock/clock-guard.ts';

/** What this process knows of a sale between two inspections; losing it costs time only. */
export interface CachedSale {
  readonly saleId: string;
  /** Number of the last log entry seen. */
  n: number;
  /** Replication id of the server it was read from. */
  server: string;
  /** When the sale could last be read, in monotonic time. */
  seenAt: number | null;
  /** Since when Redis has been without it. */
  missingSince: number | null;
  clock: ClockReading | null;
  /** Since when the clock that decides about its holds has been watched, in monotonic time. */
  clockSince: number | null;
  /** A jump of the clock that the holds still have to be moved by. */
  jump: ClockJump | null;
  /** Nothing is taken back before this moment, in monotonic time. */
  sweepAfter: number;
  /** Number of the last entry when a sweep after the end of the sale had left nothing to be taken back. */
  sweptAfterEnd: number;
  /** How many later types of the log its scripts may write, as last seen. */
  logTypes: number;
  /** How often restoring it failed, and from when on it may be tried again. */
  failedRecoveries: number;
  recoverAfter: number;
}

export interface SaleCache {
  of(saleId: string): CachedSale;
  /** What is known of it, if anything is; nothing is remembered of it else. */
  find(saleId: string): Readonly<CachedSale> | undefined;
  forget(saleId: string): void;
  /** Forgets the state of a sale whose state was replaced; its clock is still compared with the one before. */
  forgetState(saleId: string): void;
}

export function createSaleCache(): SaleCache {
  const sales = new Map<string, CachedSale>();

  function of(saleId: string): CachedSale {
    const known = sales.get(saleId);
    if (known) {
      return known;
    }
    const fresh: CachedSale = {
      saleId,
      n: -1,
      server: '',
      seenAt: null,
      missingSince: null,
      clock: null,
      clockSince: null,
      jump: null,
      sweepAfter: 0,
      sweptAfterEnd: -1,
      logTypes: 0,
      failedRecoveries: 0,
      recoverAfter: 0,
    };
    sales.set(saleId, fresh);
    return fresh;
  }

  return {
    of,
    find: (saleId) => sales.get(saleId),
    forget(saleId) {
      sales.delete(saleId);
    },
    forgetState(saleId) {
      const { clock, clockSince, jump } = of(saleId);
      sales.delete(saleId);
      // The sale may be on another server now.
      Object.assign(of(saleId), { clock, clockSince, jump });
    },
  };
}
