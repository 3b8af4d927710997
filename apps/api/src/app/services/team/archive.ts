import type { Sale } from '@flash/database';
import { AppError } from '../../errors.ts';
import { type Actor, type Deed, rowOf } from '../shared/audit.ts';
import { phaseAt } from '../shared/wire.ts';
import { changeSale, readSale, type SalesContext } from './sale-context.ts';

const STORED_WITHIN_MS = 3_000;
const LOOK_EVERY_MS = 50;

/**
 * Puts an ended sale away. Nobody may be holding or paying, and its log has to be stored in MongoDB.
 * The worker takes it out of Redis, after it stored whatever came in between.
 */
export async function archiveSale(
  context: SalesContext,
  actor: Actor,
  id: string,
  reason: string,
): Promise<Sale> {
  const sale = await readSale(context, id);
  const phase = phaseAt(sale, context.clock.now());
  const isOver = ['ended', 'cancelled', 'draft', 'archived'].includes(phase);
  if (!isOver) throw new AppError('SALE_STATE');
  if (sale.epoch > 0 && phase !== 'archived') await checkQuiet(context, sale);
  const deed = (before: Sale, after: Sale): Deed => ({
    action: 'sale.archive',
    saleId: id,
    reason,
    before: { status: before.status },
    after: { status: after.status },
  });
  const { before, after } = await changeSale(
    context,
    id,
    (found) => (found.status === 'archived' ? null : { status: 'archived' }),
    (was, is) => [rowOf(actor, deed(was, is), context.clock.now())],
  );
  if (after === before) await context.record(actor, deed(before, after));
  return after;
}

async function checkQuiet({ engine, db }: SalesContext, sale: Sale): Promise<void> {
  const deadline = Date.now() + STORED_WITHIN_MS;
  for (;;) {
    const snapshot = await engine.snapshot(sale.id);
    if (snapshot.kind !== 'snapshot') throw new AppError('RESTORING');
    if (snapshot.held > 0 || snapshot.claimed > 0) {
      const detail = `${snapshot.held + snapshot.claimed} units are still reserved.`;
      throw new AppError('SALE_STATE', { detail });
    }
    const head = await db.blocks.last(sale.id);
    if ((head?.to ?? 0) >= snapshot.n) return;
    if (Date.now() > deadline) throw new AppError('UNAVAILABLE');
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
