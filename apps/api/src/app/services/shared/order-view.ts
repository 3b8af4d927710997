import type { Order } from '@flash/database';
import { type AdminOrder, type OrderItem, paymentStatusOf } from '@flash/shared-types';
import { toMajor } from '@flash/shared-utils';
import { iso } from './wire.ts';

export function orderItemOf(order: Order): OrderItem {
  return {
    _id: order.id,
    id: order.id,
    userEmail: order.email,
    flashSaleId: order.saleId,
    unit: order.unit,
    paymentStatus: paymentStatusOf(order),
    totalAmount: toMajor(order.amount, order.currency),
    totalAmountMinor: order.amount,
    currency: order.currency,
    createdAt: iso(order.createdAt),
    updatedAt: iso(order.updatedAt),
  };
}

export function adminOrderOf(order: Order): AdminOrder {
  return {
    ...orderItemOf(order),
    buyer: order.buyer,
    fence: order.fence,
    seq: order.seq,
    epoch: order.epoch,
    contact: order.contact,
    payment: order.payment,
    live: order.live,
    unitReturn: order.unitReturn,
    forgotten: isForgotten(order),
  };
}

/** Nobody buys without an address: one that is gone was deleted. */
export function isForgotten(order: Pick<Order, 'email'>): boolean {
  return order.email === '';
}
