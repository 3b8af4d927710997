import { type PaymentStatus, paymentStatus } from '@flash/shared-types';
import { dayRange } from '../kit/lists/day-range.ts';

/** Query parameters of a list of orders. */
export const orderDefaults = { q: '', status: '', sale: '', from: '', to: '', page: '1' };
export type OrderState = typeof orderDefaults;

/** The filter without the page, as the list and the export need it. */
export function orderFilterOf({ q, status, sale: flashSaleId, from, to }: OrderState) {
  return { q: q.trim(), status: statusIn(status), flashSaleId, ...dayRange(from, to) };
}

/** An unknown status in the address means all. */
export const statusIn = (text: string): PaymentStatus | '' =>
  paymentStatus.safeParse(text).data ?? '';
