import { AppError } from '../../errors.ts';
import type { Actor } from '../record.ts';
import { adminSaleOf } from '../sale-view.ts';
import { readSale, type SalesContext } from './context.ts';

/** Only a sale without orders can be deleted; what Redis knows of it goes with it. */
export async function removeSale(context: SalesContext, actor: Actor, id: string): Promise<void> {
  const { db, engine, saleBook, clock, record } = context;
  const sale = await readSale(context, id);
  // Asked first: without Redis the keys of the sale would stay behind for good.
  if (sale.epoch > 0) await engine.snapshot(id);
  const { kind } = await db.sales.remove(id);
  if (kind === 'missing') throw new AppError('SALE_NOT_FOUND');
  if (kind === 'has_orders') throw new AppError('SALE_HAS_ORDERS');
  await engine.drop(id);
  await saleBook.refresh(id);
  await record(actor, {
    action: 'sale.delete',
    saleId: id,
    before: adminSaleOf(sale, clock.now()),
  });
}
