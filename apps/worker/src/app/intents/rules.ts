import type { Sales } from '@flash/database';
import type { Engine } from '@flash/reservation';
import { rulesOf } from '../sale-rules.ts';

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
