import type { Sale } from '@flash/database';
import type { Deps } from '../app/deps.ts';
import { systemActor } from '../app/services/shared/audit.ts';
import { phaseAt } from '../app/services/shared/wire.ts';
import type { DemoSale } from './demo-sales.ts';
import { sell } from './sell.ts';

/** Makes the sale unless an earlier run left one that still shows what it is there for. */
export async function seedSale(deps: Deps, demo: DemoSale): Promise<Sale> {
  const now = deps.clock.now();
  const { items } = await deps.db.sales.list({ q: demo.body.name, limit: 100 }, now);
  const left = items.find(
    (sale) => sale.productId === demo.productId && demo.good.includes(phaseAt(sale, now)),
  );
  if (left) return left;
  const { productId, body } = demo;
  const sale = await deps.sales.create(systemActor, { ...body, productId }, null);
  switch (demo.afterwards) {
    case 'sell out':
      await sell(deps, sale, sale.stock);
      return sale;
    case 'sell most':
      await sell(deps, sale, Math.ceil(sale.stock * 0.8));
      return sale;
    case 'sell some and end':
      await sell(deps, sale, Math.ceil(sale.stock / 4));
      return deps.sales.end(systemActor, sale.id, 'The demo shows an ended sale.');
    case 'pause':
      return deps.sales.pause(systemActor, sale.id, 'We are checking the delivery.');
    case 'nothing':
      return sale;
  }
}
