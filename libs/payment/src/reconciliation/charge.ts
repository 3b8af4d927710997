import type { NewAuditEntry, Order, Orders, PreparedPayment } from '@flash/database';
import type { Preparing } from '../port.ts';

export interface ChargeDeps {
  orders: Pick<Orders, 'byFence' | 'noteAtProvider' | 'refund'>;
  /** What the audit log says of an order that was refunded at the provider. */
  rows(order: Order, reason: string): readonly NewAuditEntry[];
  onDispute?(order: Order, status: string): void;
}

/**
 * Refunds by hand and disputes appear on the order; a whole refund by hand is one of ours, without the unit. False: it
 * could not be noted now.
 */
export async function recordCharge(
  { orders, rows, onDispute }: ChargeDeps,
  preparing: Pick<Preparing, 'facts'>,
  payment: PreparedPayment,
): Promise<boolean> {
  const { saleId, attempt, amount } = payment;
  const record = attempt === null ? null : await orders.byFence(saleId, attempt);
  if (record?.kind !== 'order') {
    return true;
  }
  const { order } = record;
  const { refunded, dispute } = await preparing.facts(payment);
  const key = { saleId, fence: order.fence };
  const isNew = await orders.noteAtProvider(key, { refunded, dispute });
  if (isNew && dispute) {
    onDispute?.(order, dispute.status);
  }
  if (refunded < amount || order.status !== 'paid') {
    return true;
  }
  const outcome = await orders.refund(order.id, {
    returnUnit: false,
    rows: (changed) => rows(changed, 'Refunded at the payment provider'),
  });
  return outcome.kind !== 'unknown';
}
