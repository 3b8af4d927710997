import type { OrderItem } from '@flash/shared-types';
import { formatMoney } from '@flash/web';

export function amountOf(order: Pick<OrderItem, 'totalAmountMinor' | 'currency'>): string {
  return formatMoney(order.totalAmountMinor, order.currency);
}
