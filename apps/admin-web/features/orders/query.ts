import { type PaymentStatus, paymentStatus } from '@flash/shared-types';
import { dayRange } from '../kit/lists/day-range.ts';

/** What the address of a list of orders holds. */
export const orderDefaults = { q: '', status: '', sale: '', from: '', to: '', page: '1' };
export type OrderState = typeof orderDefaults;

/** The filter without the page, as the list and the export take it. */
export function orderFilterOf({ q, status, sale: flashSaleId, from, to }: OrderState) {
  return { q: q.trim(), status: statusIn(status), flashSaleId, ...dayRange(from, to) };
}

/** Anything else in the address was typed by hand, and shows all. */
export const statusIn = (text: string): PaymentStatus | '' =>
  paymentStatus.safeParse(text).data ?? '';
