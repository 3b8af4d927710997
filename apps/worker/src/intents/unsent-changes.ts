import type { LiveOrder, Orders, Sales } from '@flash/database';
import { type Engine, rulesOf } from '@flash/reservation';
import type { Alert } from '../base/alerts/alerts.ts';

/** Sends rules that reached MongoDB but not Redis: the process that edited the sale died in between. */
export function createSendRules(engine: Engine, sales: Sales): (saleId: string) => Promise<void> {
  return async (saleId) => {
    const sale = await sales.get(saleId);
    if (sale) {
      await engine.rules(saleId, rulesOf(sale));
    }
  };
}

interface StockDeps {
  engine: Engine;
  sales: Sales;
  alert: Alert;
}

/** Finishes changes of stock whose process died between MongoDB and Redis. Both answer per id. */
export function createFinishStock(deps: StockDeps): (saleId: string) => Promise<void> {
  const { engine, sales, alert } = deps;
  return async (saleId) => {
    const sale = await sales.get(saleId);
    for (const { id, by, state } of sale?.adjusts ?? []) {
      if (state !== 'pending') {
        continue;
      }
      const outcome = await engine.adjust(saleId, { id, by });
      if (outcome.kind === 'unavailable') {
        return;
      }
      const { epoch } = outcome;
      const finished = await sales.finishAdjust(
        saleId,
        id,
        { epoch },
        outcome.kind === 'adjusted' ? { kind: 'done' } : { kind: 'refused', floor: outcome.floor },
      );
      if (finished.kind === 'short') {
        alert('stock', saleId, { adjust: id, by });
      }
    }
  };
}

interface UnitReturnDeps {
  engine: Engine;
  orders: Orders;
  sales: Sales;
}

const ROUND = 100;

/** Gives units of refunded orders back to the line, where the process that refunded did not get to it. */
export function createReturnUnits(deps: UnitReturnDeps): () => Promise<number> {
  return async () => {
    const due = await deps.orders.pendingUnitReturns(ROUND);
    for (const order of due) {
      if (await giveBack(deps, order)) {
        await deps.orders.unitReturned(order.id);
      }
    }
    return due.length;
  };
}

async function giveBack({ engine, sales }: UnitReturnDeps, order: LiveOrder): Promise<boolean> {
  const { saleId, buyer, unit, fence } = order;
  const outcome = await engine.refund(saleId, { buyer, unit, attempt: fence });
  // `stale`: Redis knows no such owner, so the unit went back before (or with a restore).
  if (outcome.kind !== 'unavailable') {
    return true;
  }
  if (outcome.why !== 'missing') {
    return false;
  }
  const sale = await sales.get(saleId);
  return sale === null || sale.status === 'archived';
}
