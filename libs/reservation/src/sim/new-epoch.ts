import { expect } from 'vitest';
import type { SaleState } from '../restore/plan.ts';
import { reconcile } from '../restore/restore.ts';
import type { World } from './world.ts';

/** A new epoch, either from what Redis has or from what was stored of the log. */
export async function restoreWorld(world: World, from: SaleState, how: 'adopt' | 'rebuild') {
  const { sale, model, orders, random } = world;
  const epoch = model.state.epoch + 1 + random.below(2);
  await sale.engine.mark(sale.saleId, epoch);
  const live = [...orders.values()];
  const reconciled = reconcile({
    how,
    epoch,
    stock: model.state.stock,
    state: from,
    orders: live,
    now: sale.clock.now,
    storedN: how === 'adopt' ? model.state.storedN : from.n,
    shiftMs: random.below(3_000),
    graceMs: 10_000,
    marks: [...model.state.marks].map(([e, seq]) => ({ epoch: e, seq })),
    applied: [...model.state.adjusts].map(([id, answer]) => ({
      id,
      floor: answer.kind === 'refused' ? answer.floor : null,
    })),
  });
  if (reconciled.kind === 'halt') {
    throw new Error(reconciled.why);
  }
  const before = model.line();
  const { plan } = reconciled;
  const rules = model.state.rules;
  expect(await sale.engine.adopt(sale.saleId, plan, rules)).toMatchObject({
    kind: 'adopted',
    epoch,
    n: plan.n + plan.entries.length,
  });
  await sale.engine.lock(sale.saleId, 'drain', 60_000);
  model.adopt(plan);
  // Whatever was refunded before the epoch began is free in it.
  world.returns.length = 0;
  expect(plan.sold.map((one) => one.unit).sort()).toEqual(live.map((one) => one.unit).sort());
  for (const { buyer, seq } of [...from.holds, ...(from.waiting ?? before)]) {
    const place = model.state.places.get(buyer);
    if (place?.phase !== 'sold') {
      expect(['waiting', 'held']).toContain(place?.phase);
      expect(place?.seq).toBe(seq);
    }
  }
}
