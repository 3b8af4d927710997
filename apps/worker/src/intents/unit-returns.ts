import type { LiveOrder, Orders, Sales } from '@flash/database';
import type { Engine } from '@flash/reservation';

interface UnitReturnDeps {
  engine: Engine;
  orders: Orders;
  sales: Sales;
}

const ROUND = 100;

/** Gives units of refunded orders back to the line, where the process that refunded did not get to it. */
export function createUnitReturns(deps: UnitReturnDeps): () => Promise<number> {
  return async () => {
    const due = await deps.orders.pendingUnitReturns(ROUND);
    for (const order of due) {
      if (await giveBack(deps, order)) await deps.orders.unitReturned(order.id);
    }
    return due.length;
  };
}

async function giveBack({ engine, sales }: UnitReturnDeps, order: LiveOrder): Promise<boolean> {
  const { saleId, buyer, unit, fence } = order;
  const outcome = await engine.refund(saleId, { buyer, unit, attempt: fence });
  // `stale`: Redis knows no such owner, so the unit went back before (or with a restore).
  if (outcome.kind !== 'unavailable') return true;
  if (outcome.why !== 'missing') return false;
  const sale = await sales.get(saleId);
  return sale === null || sale.status === 'archived';
}
