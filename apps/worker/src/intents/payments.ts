import type { DuePayment, Orders, PaymentState } from '@flash/database';
import type { PaymentPort } from '@flash/payment';
import { epochBase } from '@flash/reservation';
import type { Alert } from '../base/alerts/alerts.ts';
import { forEachAtMost } from '../base/for-each.ts';
import type { Metrics } from '../base/metrics.ts';

interface PaymentDeps {
  orders: Orders;
  payment: PaymentPort;
  alert: Alert;
  metrics: Metrics;
}

const ROUND = 200;
const AT_ONCE = 16;

/**
 * Repeats what a record says is still to be done at the provider, until its answer is final. A record
 * is taken before it is tried: several workers share the queue, and one that always fails, or ends the
 * process, waits behind all others.
 */
export function createFinishPayments(deps: PaymentDeps): (before: number) => Promise<number> {
  return async (before) => {
    const due = await deps.orders.pendingPayments(ROUND, before);
    await forEachAtMost(AT_ONCE, due, async (record) => {
      if (!(await deps.orders.takePayment(record))) {
        return;
      }
      const outcome = await finish(deps, record).catch((error) => {
        deps.metrics.payments.inc({ outcome: 'error' });
        throw error;
      });
      deps.metrics.payments.inc({ outcome });
    });
    return due.length;
  };
}

async function finish(deps: PaymentDeps, due: DuePayment): Promise<string> {
  if (due.payment === 'capture pending') {
    return capture(deps, due);
  }
  if (due.payment === 'cancel pending') {
    return cancel(deps, due);
  }
  if (due.payment === 'refund pending') {
    return refund(deps, due);
  }
  return due.payment;
}

async function capture({ orders, payment, alert }: PaymentDeps, due: DuePayment): Promise<string> {
  const result = await payment.capture(keyOf(due));
  if (result.kind === 'captured') {
    return move(orders, due, 'captured');
  }
  if (result.kind === 'pending') {
    return due.payment;
  }
  // The money will never come: the order is undone and its unit goes back to the line.
  alert('payment', due.saleId, { orderId: due.id, capture: result.reason });
  await orders.refund(due.id, { returnUnit: true, captureFailed: true });
  return 'capture failed';
}

async function cancel({ orders, payment, alert }: PaymentDeps, due: DuePayment): Promise<string> {
  const result = await payment.cancel(keyOf(due));
  if (result.kind === 'cancelled') {
    return move(orders, due, 'cancelled');
  }
  if (result.kind === 'pending') {
    return due.payment;
  }
  if (due.kind === 'void') {
    alert('payment', due.saleId, { fence: due.fence, cancel: 'captured' });
  }
  return move(orders, due, 'refund pending');
}

async function refund({ orders, payment, alert }: PaymentDeps, due: DuePayment): Promise<string> {
  const result = await payment.refund(keyOf(due));
  if (result.kind === 'refunded') {
    return move(orders, due, 'refunded');
  }
  if (result.kind === 'pending') {
    return due.payment;
  }
  alert('payment', due.saleId, { orderId: due.id, refund: result.reason });
  return move(orders, due, 'failed');
}

async function move(orders: Orders, due: DuePayment, to: PaymentState): Promise<string> {
  await orders.setPayment({ saleId: due.saleId, fence: due.fence }, due.payment, to);
  return to;
}

function keyOf(due: DuePayment): { saleId: string; attempt: number } {
  return { saleId: due.saleId, attempt: due.fence };
}

interface AuthorisationDeps {
  orders: Orders;
  payment: PaymentPort;
}

/** `epoch` null: the sale was archived or deleted. */
export type VoidAuthorisations = (sale: { id: string; epoch: number | null }) => Promise<number>;

/**
 * Money that is reserved for an attempt which has no record, of an older epoch or of a sale that is archived or
 * deleted: a void says that it will not be ordered, and the payment is cancelled because of that void.
 */
export function createVoidAuthorisations(deps: AuthorisationDeps): VoidAuthorisations {
  const { orders, payment } = deps;
  return async (sale) => {
    const open = await payment.openAuthorisations(sale.id);
    const isOver = (attempt: number) => sale.epoch === null || attempt < epochBase(sale.epoch);
    const older = open.map(({ attempt }) => attempt).filter(isOver);
    if (older.length === 0) {
      return 0;
    }
    const recorded = await orders.recorded(sale.id, older);
    const orphans = older.filter((attempt) => !recorded.has(attempt));
    for (const fence of orphans) {
      await orders.insertVoid({ saleId: sale.id, fence, epoch: sale.epoch ?? 0, buyer: '' });
    }
    return orphans.length;
  };
}
