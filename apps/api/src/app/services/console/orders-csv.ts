import type { Order } from '@flash/database';
import { exportColumns } from '@flash/shared-types';
import { currencyDecimals } from '@flash/shared-utils';
import { orderItemOf } from '../shared/order-view.ts';
import { clockOf, rowOf } from './csv.ts';

export type Column = (typeof exportColumns)[number];

/** In place of the address of somebody who was forgotten. */
const FORGOTTEN = '(forgotten)';

export function columnsOf(text: string | undefined): readonly Column[] {
  if (text === undefined) return exportColumns;
  const wanted = new Set(text.split(','));
  const known = exportColumns.filter((column) => wanted.has(column));
  return known.length > 0 ? known : exportColumns;
}

/** One line of the table after the other; times in the zone that was asked for. */
export async function* ordersCsv(
  orders: AsyncIterable<Order>,
  options: { columns: readonly Column[]; timeZone: string },
): AsyncGenerator<string> {
  const clock = clockOf(options.timeZone);
  yield rowOf(options.columns);
  for await (const order of orders) {
    const { id, flashSaleId, userEmail, unit, paymentStatus, totalAmount, currency } =
      orderItemOf(order);
    const cells: Record<Column, string> = {
      id,
      flashSaleId,
      userEmail: userEmail || FORGOTTEN,
      unit: String(unit),
      paymentStatus,
      totalAmount: totalAmount.toFixed(currencyDecimals(currency) ?? 2),
      currency,
      createdAt: clock(order.createdAt),
      updatedAt: clock(order.updatedAt),
    };
    yield rowOf(options.columns.map((column) => cells[column]));
  }
}
