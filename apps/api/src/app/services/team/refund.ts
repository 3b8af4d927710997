import type { Database, Order } from '@flash/database';
import type { PaymentPort } from '@flash/payment';
import type { Engine, WakeQueue } from '@flash/reservation';
import type { Logger } from '@flash/shared-config';
import { AppError } from '../../errors.ts';
import { type Actor, auditRow } from '../shared/audit.ts';

export interface RefundContext {
  db: Pick<Database, 'orders'>;
  engine: Engine;
  payment: PaymentPort;
  wake: WakeQueue;
  log: Logger;
  now: () => number;
}

interface RefundWish {
  returnUnit: boolean;
  reason: string;
}

export type Refund = (actor: Actor, orderId: string, wish: RefundWish) => Promise<Order>;

/**
 * MongoDB decides, in one transaction with the sale's counter. Money and unit follow; whatever of
 * that cannot be done now stays marked in the order, and the worker goes on with it.
 */
export function createRefund(context: RefundContext): Refund {
  const { db, now, log } = context;
  return async (actor, orderId, wish) => {
    const { returnUnit, reason } = wish;
    const rows = ({ id: subject, saleId }: Order) => [
      auditRow(
        actor,
        { action: 'order.refund', saleId, subject, reason, after: { returnUnit } },
        now(),
      ),
    ];
    const outcome = await db.orders.refund(orderId, { returnUnit, rows });
    if (outcome.kind === 'missing') {
      throw new AppError('ORDER_NOT_FOUND');
    }
    if (outcome.kind === 'already') {
      throw new AppError('ALREADY_REFUNDED');
    }
    if (outcome.kind === 'unknown') {
      throw new AppError('UNAVAILABLE');
    }
    const { order } = outcome;
    const steps = [giveMoneyBack(context, order)];
    if (returnUnit) {
      steps.push(giveUnitBack(context, order));
    }
    for (const step of await Promise.allSettled(steps)) {
      if (step.status === 'rejected') {
        log.warn({ orderId, err: step.reason }, 'refund goes on later');
      }
    }
    return (await db.orders.byId(orderId)) ?? order;
  };
}

async function giveMoneyBack({ db, payment }: RefundContext, order: Order): Promise<void> {
  if (order.payment !== 'refund pending') {
    return;
  }
  const { saleId, fence } = order;
  const { kind } = await payment.refund({ saleId, attempt: fence });
  if (kind !== 'refunded') {
    return;
  }
  await db.orders.setPayment({ saleId, fence }, 'refund pending', 'refunded');
}

async function giveUnitBack({ db, engine, wake }: RefundContext, order: Order): Promise<void> {
  const { saleId, buyer, unit, fence } = order;
  const outcome = await engine.refund(saleId, { buyer, unit, attempt: fence });
  if (outcome.kind !== 'returned' && outcome.kind !== 'already') {
    return;
  }
  await db.orders.unitReturned(order.id);
  await wake.wake(saleId);
}
