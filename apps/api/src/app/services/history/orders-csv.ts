import type { Order } from '@flash/database';
import { exportColumns } from '@flash/shared-types';
import { currencyDecimals } from '@flash/shared-utils';
import { orderItemOf } from '../order-view.ts';

export type Column = (typeof exportColumns)[number];

export function columnsOf(text: string | undefined): readonly Column[] {
  if (text === undefined) return exportColumns;
  const wanted = new Set(text.split(','));
  const known = exportColumns.filter((column) => wanted.has(column));
  return known.length > 0 ? known : exportColumns;
}

/** One line of the table after the other; times in the zone that was asked for. */
export async function* ordersCsv(
  orders: AsyncIterable<Order>,
  options: { columns: readonly Column[]; timeZone: string; from: number; to: number },
): AsyncGenerator<string> {
  const clock = clockOf(options.timeZone);
  yield lineOf(options.columns);
  for await (const order of orders) {
    if (order.createdAt < options.from || order.createdAt > options.to) continue;
    const { id, flashSaleId, userEmail, unit, paymentStatus, totalAmount, currency } =
      orderItemOf(order);
    const cells: Record<Column, string> = {
      id,
      flashSaleId,
      userEmail,
      unit: String(unit),
      paymentStatus,
      totalAmount: totalAmount.toFixed(currencyDecimals(currency) ?? 2),
      currency,
      createdAt: clock(order.createdAt),
      updatedAt: clock(order.updatedAt),
    };
    yield lineOf(options.columns.map((column) => cells[column]));
  }
}

function lineOf(cells: readonly string[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

/** A table program would take a cell that begins like this for a formula, and run it. */
function cellOf(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function clockOf(timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return (at) => format.format(at);
}
