import type { LogEntry } from '@flash/fairness';
import { createReturnRate, type ReturnRate, returnedUnits } from './return-rate.ts';

/** How fast units come back, for every sale that notices speak of. */
export interface Returns {
  perMs(saleId: string, now: number): number | null;
}

const SALES_MAX = 1_000;

export function createReturns(notices: {
  on(listener: (notice: { saleId: string; entry: LogEntry }) => void): unknown;
}): Returns {
  const rates = new Map<string, ReturnRate>();

  notices.on(({ saleId, entry }) => {
    if (returnedUnits(entry) > 0) rateOf(saleId).record(entry);
  });

  return { perMs: (saleId, now) => rates.get(saleId)?.perMs(now) ?? null };

  function rateOf(saleId: string): ReturnRate {
    const rate = rates.get(saleId) ?? createReturnRate();
    // Moved to the end: the first one is always the one that was quiet longest.
    rates.delete(saleId);
    rates.set(saleId, rate);
    const [quietest] = rates.keys();
    if (rates.size > SALES_MAX && quietest !== undefined) rates.delete(quietest);
    return rate;
  }
}
