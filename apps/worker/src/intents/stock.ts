import type { Sales } from '@flash/database';
import type { Engine } from '@flash/reservation';
import type { Alert } from '../base/alerts.ts';

interface StockDeps {
  engine: Engine;
  sales: Sales;
  alert: Alert;
}

/** Finishes changes of stock whose process died between MongoDB and Redis. Both answer per id. */
export function createStockIntents(deps: StockDeps): (saleId: string) => Promise<void> {
  const { engine, sales, alert } = deps;
  return async (saleId) => {
    const sale = await sales.get(saleId);
    for (const { id, by, state } of sale?.adjusts ?? []) {
      if (state !== 'pending') continue;
      const outcome = await engine.adjust(saleId, { id, by });
      if (outcome.kind === 'unavailable') return;
      const { epoch } = outcome;
      const finished = await sales.finishAdjust(
        saleId,
        id,
        { epoch },
        outcome.kind === 'adjusted' ? { kind: 'done' } : { kind: 'refused', floor: outcome.floor },
      );
      if (finished.kind === 'short') alert('stock', saleId, { adjust: id, by });
    }
  };
}
