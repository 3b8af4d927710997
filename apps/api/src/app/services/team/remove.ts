import type { Sale } from '@flash/database';
import { AppError } from '../../errors.ts';
import { type Actor, rowOf } from '../shared/audit.ts';
import { adminSaleOf } from '../shared/wire.ts';
import { readSale, type SalesContext } from './sale-context.ts';

/** Only a sale without orders and holders can be deleted; what Redis knows of it goes with it. */
export async function removeSale(context: SalesContext, actor: Actor, id: string): Promise<void> {
  const { db, engine, saleBook, clock } = context;
  const sale = await readSale(context, id);
  if (sale.epoch > 0 && sale.status !== 'archived') await freeze(context, sale);
  const { kind } = await db.sales.remove(id, sale, (removed) => {
    const before = adminSaleOf(removed, clock.now());
    return [rowOf(actor, { action: 'sale.delete', saleId: id, before }, clock.now())];
  });
  if (kind === 'missing') throw new AppError('SALE_NOT_FOUND');
  if (kind === 'has_orders') throw new AppError('SALE_HAS_ORDERS');
  // A worker found it frozen and restored it, so it may have holders again.
  if (kind === 'changed') throw new AppError('RESTORING', { retryAfterMs: 2_000 });
  await engine.drop(id);
  await saleBook.refresh(id);
}

/**
 * From here on no unit is granted or paid for, so that no payment loses its sale. Without Redis the
 * keys of the sale would stay behind for good, so it has to answer.
 */
async function freeze({ db, engine }: SalesContext, sale: Sale): Promise<void> {
  const { total } = await db.orders.adminList({ saleId: sale.id, limit: 1 });
  if (total > 0) throw new AppError('SALE_HAS_ORDERS');
  const outcome = await engine.freeze(sale.id);
  if (outcome.kind === 'frozen') return;
  if (outcome.kind === 'busy') {
    const detail = `Units held or being paid for: ${outcome.holders}.`;
    throw new AppError('SALE_HAS_HOLDERS', { detail });
  }
  // A sale that never got as far as Redis has no state that could come back.
  const isNew = outcome.why === 'missing' && (await db.blocks.last(sale.id)) === null;
  if (!isNew) throw new AppError('RESTORING', { retryAfterMs: 2_000 });
}
