import type { Sale } from '@flash/database';
import { AppError } from '../../errors.ts';
import type { SaleBook } from '../../services/sale-book.ts';

/** The sale that a buyer named. Known ones cost nothing: no read, and no turn of the event loop. */
export async function saleOf(saleBook: SaleBook, id: string): Promise<Sale> {
  const sale = saleBook.peek(id) ?? (await saleBook.get(id));
  if (!sale) throw new AppError('SALE_NOT_FOUND');
  return sale;
}
