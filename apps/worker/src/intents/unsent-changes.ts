import type { Sales } from '@flash/database';
import { type Engine, rulesOf } from '@flash/reservation';

/** Sends rules that MongoDB has and Redis has not: whoever edited the sale died in between. */
export function createRulesIntents(
  engine: Engine,
  sales: Sales,
): (saleId: string) => Promise<void> {
  return async (saleId) => {
    const sale = await sales.get(saleId);
    if (sale) await engine.rules(saleId, rulesOf(sale));
  };
}
