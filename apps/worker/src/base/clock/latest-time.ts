import type { SaleCache } from '../sale-cache.ts';
import { type ClockReadings, latestBelievable } from './clock-guard.ts';

/**
 * The latest time that the clock of a sale's server can show now; past that it was set. None is believed from the
 * inspection that saw a jump until the holds of the sale have moved. null: no clock was read yet.
 */
export type LatestTime = (saleId: string) => number | null;

export function createLatestTime(deps: {
  saleCache: Pick<SaleCache, 'find'>;
  clockReadings: Pick<ClockReadings, 'oldest' | 'servers'>;
}): LatestTime {
  const { saleCache, clockReadings } = deps;
  return (saleId) => {
    const known = saleCache.find(saleId);
    if (known?.jump) {
      return 0;
    }
    // A sale that was never inspected may be on any of the servers.
    const clocks = known?.clock
      ? [known.clock]
      : clockReadings.servers().map((server) => clockReadings.oldest(server));
    const times = clocks
      .filter((one) => one !== null)
      .map((one) => latestBelievable(one, performance.now()));
    return times.length > 0 ? Math.max(...times) : null;
  };
}
