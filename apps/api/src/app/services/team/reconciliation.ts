import type { Database, Sale } from '@flash/database';
import {
  type Comparison,
  comparePayments,
  type Difference,
  type Mended,
  mendPayment,
  type PaymentPort,
} from '@flash/payment';
import type { Engine } from '@flash/reservation';
import type { Logger } from '@flash/shared-config';
import type { Clock } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';
import { type Actor, auditRow } from '../shared/audit.ts';

interface ReconciliationContext {
  db: Pick<Database, 'orders' | 'preparedPayments' | 'sales' | 'blocks' | 'audit'>;
  engine: Engine;
  payment: PaymentPort;
  clock: Clock;
  log: Pick<Logger, 'warn'>;
}

export type Reconciliations = ReturnType<typeof createReconciliations>;

/** Compares what is known of the payments of a sale, and mends what differs. */
export function createReconciliations({ db, engine, payment, clock, log }: ReconciliationContext) {
  const deps = { db, engine, payment, now: () => clock.now() };
  /** All of one moment share a comparison: it reads the whole sale, also at the provider. */
  const running = new Map<string, Promise<Comparison>>();

  async function saleOf(id: string): Promise<Sale> {
    const sale = await db.sales.get(id);
    if (!sale) {
      throw new AppError('SALE_NOT_FOUND');
    }
    return sale;
  }

  return {
    async compare(saleId: string) {
      const sale = await saleOf(saleId);
      const comparison = running.get(saleId) ?? comparePayments(deps, sale);
      running.set(saleId, comparison);
      try {
        return { sale, comparison: await comparison };
      } finally {
        running.delete(saleId);
      }
    },

    /** The row of the audit log is there before anything is changed, and learns afterwards what came of it. */
    async mend(
      actor: Actor,
      saleId: string,
      { difference, reason }: { difference: string; reason: string },
    ): Promise<Mended['outcome']> {
      const sale = await saleOf(saleId);
      let row: string | null = null;
      const told = (found: Difference) => ({
        ...{ action: 'payment.mend', saleId, subject: found.orderId ?? found.intentId ?? saleId },
        ...{ reason, after: { difference: found.id, step: found.step } },
      });
      const mended = await mendPayment(
        {
          ...deps,
          alert: (_, details) => log.warn({ saleId, ...details }, 'a payment needs a person'),
          rows: ({ id: subject }, why) => [
            auditRow(
              actor,
              {
                action: 'order.refund',
                saleId,
                subject,
                reason: why,
                after: { returnUnit: false },
              },
              clock.now(),
            ),
          ],
          async begin(found) {
            row = await db.audit.begin(auditRow(actor, told(found), clock.now()), null);
          },
        },
        sale,
        difference,
      );
      if (row !== null) {
        await db.audit.complete(row, mended.outcome === 'mended' ? 'done' : 'unknown');
      }
      return mended.outcome;
    },
  };
}
