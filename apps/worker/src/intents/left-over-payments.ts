import type { Database } from '@flash/database';
import { AGAIN_MS, endLeftOver, type PaymentPort } from '@flash/payment';
import type { Engine } from '@flash/reservation';
import { forEachAtMost } from '../base/for-each.ts';
import type { Metrics } from '../base/metrics.ts';

interface LeftOverDeps {
  engine: Pick<Engine, 'position'>;
  db: Pick<Database, 'orders' | 'sales' | 'preparedPayments'>;
  payment: PaymentPort;
  metrics: Pick<Metrics, 'payments'>;
}

const ROUND = 200;
const AT_ONCE = 16;

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
