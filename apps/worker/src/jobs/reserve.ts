import type { Engine } from '@flash/reservation';
import type { Drain, DrainReport } from '../granting/drain.ts';
import type { Attention } from '../tick/polling-schedule.ts';

interface ReserveDeps {
  engine: Engine;
  drain: Drain;
  attention: Attention;
  lockTtlMs: number;
}

/** Somebody joined while units were free: serve the line. */
export function createReserve({ engine, drain, attention, lockTtlMs }: ReserveDeps) {
  return async (saleId: string): Promise<DrainReport> => {
    // On its way before anything else: if this worker dies, the ticks of the others know of the sale.
    void engine.hint(saleId).catch(() => {});
    attention.hint(saleId);
    return drain(saleId, { waitMs: lockTtlMs });
  };
}
