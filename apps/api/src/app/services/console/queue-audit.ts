import type { Sale } from '@flash/database';
import type { QueueAudit } from '@flash/shared-types';
import { AppError } from '../../errors.ts';
import { iso } from '../shared/wire.ts';
import { type QueueContext, readAgain, snapshotOf } from './context.ts';

/**
 * Redis against MongoDB for one sale. Orders on their way are in one store and not yet in the other,
 * so the bounds are those of I1 and I2, and what looks wrong is looked at a second time.
 */
export async function auditOf(context: QueueContext, sale: Sale): Promise<QueueAudit> {
  const first = await look(context, sale);
  if (first.ok) {
    return first;
  }
  return look(context, await readAgain(context, sale));
}

async function look(context: QueueContext, sale: Sale): Promise<QueueAudit> {
  const before = await context.db.orders.countLive(sale.id);
  const snapshot = await snapshotOf(context, sale);
  const after = await context.db.orders.countLive(sale.id);
  const now = await readAgain(context, sale);
  if (!snapshot) {
    throw new AppError(sale.restoring ? 'RESTORING' : 'SALE_STATE');
  }
  const { free, held, claimed, sold, stock } = snapshot;
  const liveOrders = after;
  const violations: QueueAudit['violations'] = [];
  const say = (invariant: string, code: string, detail: string) =>
    violations.push({ invariant, code, detail });
  if (free + held + claimed + sold !== stock) {
    say('I2', 'identity', `free + held + claimed + sold is ${free + held + claimed + sold}`);
  }
  if (before > sold + claimed) {
    say('I2', 'orders', 'more live orders than sold and claimed units');
  }
  if (liveOrders > now.stock) {
    say('I1', 'oversold', 'more live orders than units');
  }
  if (now.currentQuantity !== now.stock - liveOrders && before === after) {
    say('I1', 'counter', `currentQuantity is ${now.currentQuantity}`);
  }
  const changing = now.adjusts.some((change) => change.state === 'pending');
  const pairs = [
    { what: 'sold', redis: sold, database: liveOrders },
    { what: 'stock', redis: stock, database: now.stock },
  ];
  const differences = pairs.filter(({ redis, database }) => redis !== database);
  const settled = claimed === 0 && !changing && before === after;
  return {
    flashSaleId: sale.id,
    ok: violations.length === 0 && (!settled || differences.length === 0),
    checkedAt: iso(snapshot.now),
    redis: { free, held, claimed, sold, stock },
    database: { currentQuantity: now.currentQuantity, liveOrders, stock: now.stock },
    differences,
    violations,
  };
}
