import type { Order } from '@flash/database';
import { type AuditOptions, audit, type LogEntry, type Violation } from '@flash/fairness';
import { createScribe } from './scribe.ts';
import type { Stage } from './test-stage.ts';
import { until } from './test-stage.ts';

/** Every invariant over the whole stored history of a sale, once nothing is under way. */
export async function auditSale(
  { engine, db }: Stage,
  saleId: string,
  options: AuditOptions = {},
): Promise<Violation[]> {
  await until('the log is stored', async () => {
    const shot = await engine.snapshot(saleId);
    const last = await db.blocks.last(saleId);
    return shot.kind === 'snapshot' && last?.to === shot.n;
  });
  const sale = await db.sales.get(saleId);
  const snapshot = await engine.snapshot(saleId);
  if (!sale || snapshot.kind === 'unavailable') throw new Error('there is nothing to audit');
  const entries: LogEntry[] = [];
  const scribe = createScribe();
  let last = null;
  for await (const block of db.blocks.all(saleId)) {
    entries.push(...scribe.read(sale, block, last));
    last = block;
  }
  const orders: Order[] = [];
  for await (const order of db.orders.export({ saleId })) orders.push(order);
  return audit({ sale, snapshot, orders, now: snapshot.now, entries, options });
}
