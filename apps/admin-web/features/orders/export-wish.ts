import { endpoints, exportColumns } from '@flash/shared-types';
import { downloadLink } from '../../lib/download-link.ts';
import { type OrderState, orderFilterOf } from './orders-query.ts';

export type ExportColumn = (typeof exportColumns)[number];

export interface ExportWish {
  filter: OrderState;
  timeZone: string;
  columns: readonly ExportColumn[];
}

export const columnWords: Record<ExportColumn, string> = {
  id: 'Order id',
  flashSaleId: 'Sale id',
  userEmail: 'E-mail',
  unit: 'Unit',
  paymentStatus: 'Payment',
  totalAmount: 'Amount',
  currency: 'Currency',
  createdAt: 'Bought at',
  updatedAt: 'Last change',
};

/** Where the file comes from: the rows of the filter, the columns in the order of the table. */
export function exportLinkOf(base: string, { filter, timeZone, columns }: ExportWish): string {
  const wanted = exportColumns.filter((column) => columns.includes(column));
  const all = wanted.length === exportColumns.length;
  return downloadLink(base, endpoints.exportOrders.path, {
    ...orderFilterOf(filter),
    timeZone,
    columns: all ? undefined : wanted.join(','),
  });
}
