import type { Database } from '@flash/database';
import { countWritable, laterTypes } from '@flash/fairness';
import type { Engine } from '@flash/reservation';
import { forEachAtMost } from '../base/for-each.ts';
import type { LiveSales } from '../base/live-sales.ts';
import type { SaleCache } from '../base/sale-cache.ts';

interface LogTypesDeps {
  engine: Pick<Engine, 'allow'>;
  db: Pick<Database, 'processes'>;
  liveSales: Pick<LiveSales, 'list'>;
  saleCache: SaleCache;
}

/**
 * Lets scripts write a later type of the log once every live process can read it (ADR 15). Sales that
 * were seen with this number are not asked again.
 */
export function createAllowLaterTypes(
  { engine, db, liveSales, saleCache }: LogTypesDeps,
  types: readonly string[] = laterTypes,
): () => Promise<void> {
  return async () => {
    const number = types.length === 0 ? 0 : countWritable(await db.processes.list(), types);
    const behind = liveSales.list().filter(({ id }) => saleCache.of(id).logTypes < number);
    await forEachAtMost(4, behind, async ({ id }) => {
      const allowed = await engine.allow(id, number);
      if (allowed.kind === 'allowed') {
        saleCache.of(id).logTypes = allowed.logTypes;
      }
    });
  };
}
