import type { Engine } from '@flash/reservation';
import type { Drain, DrainReport } from '../drain.ts';
import type { Tend } from '../tend.ts';

interface ReserveDeps {
  engine: Engine;
  drain: Drain;
  tend: Tend;
  lockTtlMs: number;
}

/** Somebody joined while units were free: serve the line. */
export function createReserve({ engine, drain, tend, lockTtlMs }: ReserveDeps) {
  return async (saleId: string): Promise<DrainReport> => {
    // The hint comes first: if this worker dies now, the ticks of the others know of the sale.
    await engine.hint(saleId);
    tend.prompt(saleId);
    return drain(saleId, { waitMs: lockTtlMs });
  };
}
