import type { DuePayment, Orders, PaymentState } from '@flash/database';
import type { PaymentPort } from '../port.ts';

export interface FinishDeps {
  orders: Pick<Orders, 'setPayment' | 'refund' | 'moneyOf'>;
  payment: Pick<PaymentPort, 'capture' | 'cancel' | 'refund'>;
  /** What a person has to know of. */
  alert(saleId: string, details: Record<string, unknown>): void;
}

/**
 * Does at the provider what a record says is still to be done there, and notes its answer; answers where the payment
 * is then. Every step can be repeated, also by two processes at once.
 */
export async function finishPayment(deps: FinishDeps, due: DuePayment): Promise<string> {
  switch (due.payment) {
    case 'capture pending':
      return capture(deps, due);
    case 'cancel pending':
      return cancel(deps, due);
    case 'refund pending':
      return refund(deps, due);
    default:
      return due.payment;
  }
}

async function capture({ orders, payment, alert }: FinishDeps, due: DuePayment): Promise<string> {
  const result = await payment.capture(keyOf(due));
  if (result.kind === 'captured') {
    return move(orders, due, 'captured');
  }
  if (result.kind === 'pending') {
    return due.payment;
  }
  // An order that was refunded since is noted before its payment is cancelled: that is why the capture came too late.
  const now = (await orders.moneyOf(due.saleId, due.fence))?.payment;
  if (now !== undefined && now !== due.payment) {
    return now;
  }
  // The money will never come: the order is undone and its unit goes back to the line.
  alert(due.saleId, { orderId: due.id, capture: result.reason });
  await orders.refund(due.id, { returnUnit: true, captureFailed: true });
  return 'capture failed';
}

async function cancel({ orders, payment, alert }: FinishDeps, due: DuePayment): Promise<string> {
  const result = await payment.cancel(keyOf(due));
  if (result.kind === 'cancelled') {
    return move(orders, due, 'cancelled');
  }
  if (result.kind === 'pending') {
    return due.payment;
  }
  if (due.kind === 'void') {
    alert(due.saleId, { fence: due.fence, cancel: 'captured' });
  }
  return move(orders, due, 'refund pending');
}

async function refund({ orders, payment, alert }: FinishDeps, due: DuePayment): Promise<string> {
  const result = await payment.refund(keyOf(due));
  if (result.kind === 'refunded') {
    return move(orders, due, 'refunded');
  }
  if (result.kind === 'pending') {
    return due.payment;
  }
  alert(due.saleId, { orderId: due.id, refund: result.reason });
  return move(orders, due, 'failed');
}

async function move(
  orders: FinishDeps['orders'],
  due: DuePayment,
  to: PaymentState,
): Promise<string> {
  await orders.setPayment({ saleId: due.saleId, fence: due.fence }, due.payment, to);
  return to;
}

function keyOf(due: DuePayment): { saleId: string; attempt: number } {
  return { saleId: due.saleId, attempt: due.fence };
}
