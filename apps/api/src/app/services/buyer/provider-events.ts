import type { Database, PreparedPayment } from '@flash/database';
import { type Preparing, type ProviderEvent, recordCharge } from '@flash/payment';
import type { Logger } from '@flash/shared-config';
import type { Clock } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';
import { auditRow, systemActor } from '../shared/audit.ts';
import type { SaleCache } from '../shared/sale-cache.ts';
import type { Purchase } from './purchase.ts';

/** Applies what the payment provider told, once; throws when it has to tell it again. */
export type ApplyProviderEvent = (preparing: Preparing, event: ProviderEvent) => Promise<void>;

interface Deps {
  db: Pick<Database, 'orders' | 'preparedPayments' | 'providerEvents'>;
  saleCache: Pick<SaleCache, 'get'>;
  purchase: Pick<Purchase, 'confirm'>;
  clock: Clock;
  log: Pick<Logger, 'info' | 'warn'>;
}

/**
 * A message only says which payment to look at. What is done follows from what the payment is now, here and at
 * the provider, so messages that are late, doubled or out of order do no harm.
 */
export function createApplyProviderEvent(deps: Deps): ApplyProviderEvent {
  const { db, clock } = deps;
  return async (preparing, event) => {
    if (event.about === 'other' || event.intentId === null) {
      return;
    }
    const payment = await db.preparedPayments.ofIntent(event.intentId);
    // An intent that no payment knows was made by another program of the same account.
    if (!payment || !(await db.providerEvents.begin(event.id, clock.now()))) {
      return;
    }
    await (event.about === 'charge'
      ? applyCharge(deps, preparing, payment)
      : applyAuthorisation(deps, preparing, payment));
    await db.providerEvents.done(event.id, clock.now());
  };
}

/** After these no order can come of the payment. */
const TOO_LATE = new Set([
  'NO_HOLD',
  'WRONG_HOLD',
  'HOLD_EXPIRED',
  'SOLD_OUT',
  'SALE_ENDED',
  'ALREADY_BOUGHT',
]);

/** The buyer's browser may have gone after authorising: the order is still made while the hold lives. */
async function applyAuthorisation(
  { saleCache, purchase, log }: Deps,
  preparing: Preparing,
  payment: PreparedPayment,
): Promise<void> {
  if (payment.state !== 'open') {
    return;
  }
  const facts = await preparing.facts(payment);
  if (facts.isCancelled) {
    await preparing.release(payment.id);
    return;
  }
  const { id, saleId, buyer, seq, fence, person } = payment;
  if (!facts.isAuthorised || person === null) {
    return;
  }
  const sale = await saleCache.get(saleId);
  if (!sale) {
    await preparing.release(id);
    return;
  }
  const who = { buyer, seq, email: person.email };
  const request = { paymentToken: id, contact: person.contact, fence };
  try {
    const order = await purchase.confirm(sale, who, request);
    log.info({ saleId, orderId: order.id }, 'an order was made after its payment was authorised');
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) {
      throw error;
    }
    if (TOO_LATE.has(error.code)) {
      await preparing.release(id);
    }
  }
}

/** A whole refund by hand is one of ours: the audit log says so. */
async function applyCharge(
  { db, clock, log }: Deps,
  preparing: Preparing,
  payment: PreparedPayment,
): Promise<void> {
  const isNoted = await recordCharge(
    {
      orders: db.orders,
      rows: ({ id: subject, saleId }, reason) => [
        auditRow(
          systemActor,
          { action: 'order.refund', saleId, subject, reason, after: { returnUnit: false } },
          clock.now(),
        ),
      ],
      onDispute({ id: orderId, saleId }, status) {
        log.warn({ saleId, orderId, status }, 'a payment is disputed');
      },
    },
    preparing,
    payment,
  );
  if (!isNoted) {
    throw new AppError('UNAVAILABLE');
  }
}
