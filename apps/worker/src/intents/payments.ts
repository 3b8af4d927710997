import type { Database, Orders } from '@flash/database';
import { AGAIN_MS, endLeftOver, finishPayment, type PaymentPort } from '@flash/payment';
import { type Engine, epochBase } from '@flash/reservation';
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
  const { orders, payment } = deps;
  const alert = (saleId: string, details: Record<string, unknown>) =>
    deps.alert('payment', saleId, details);
  const finishing = { orders, payment, alert };
  return async (before) => {
    const due = await deps.orders.pendingPayments(ROUND, before);
    await forEachAtMost(AT_ONCE, due, async (record) => {
      if (!(await deps.orders.takePayment(record))) {
        return;
      }
      const outcome = await finishPayment(finishing, record).catch((error) => {
        deps.metrics.payments.inc({ outcome: 'error' });
        throw error;
      });
      deps.metrics.payments.inc({ outcome });
    });
    return due.length;
  };
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

interface LeftOverDeps {
  engine: Pick<Engine, 'position'>;
  db: Pick<Database, 'orders' | 'sales' | 'preparedPayments'>;
  payment: PaymentPort;
  metrics: Pick<Metrics, 'payments'>;
}

/** Ends prepared payments of which no order will come, as they come due. */
export function createReleaseLeftOvers(deps: LeftOverDeps): (now: number) => Promise<number> {
  const { preparedPayments } = deps.db;
  return async (now) => {
    // Another provider's payments cannot be ended with this one.
    if (!deps.payment.preparing) {
      return 0;
    }
    const due = await preparedPayments.due(ROUND, now);
    await forEachAtMost(AT_ONCE, due, async (payment) => {
      // Taken before it is tried: one that always fails, or ends the process, waits behind all others.
      const checkAt = now + AGAIN_MS;
      if (!(await preparedPayments.take(payment, checkAt))) {
        return;
      }
      const { outcome, nextMs } = await endLeftOver(deps, payment).catch((error) => {
        deps.metrics.payments.inc({ outcome: 'error' });
        throw error;
      });
      deps.metrics.payments.inc({ outcome });
      if (nextMs !== AGAIN_MS) {
        await preparedPayments.take({ ...payment, checkAt }, now + nextMs);
      }
    });
    return due.length;
  };
}
