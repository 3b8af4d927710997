import type { OrderFilter } from '@flash/database';
import type { PaymentStatus } from '@flash/shared-types';

/** The stored states behind each word of the wire; the inverse of `paymentStatusOf`. */
const matches: Record<PaymentStatus, NonNullable<OrderFilter['match']>> = {
  pending: [{ status: 'paid', payment: ['authorised'] }],
  paid: [{ status: 'paid', payment: ['capture pending', 'captured'] }],
  failed: [{ status: 'paid', payment: ['failed'] }],
  refunded: [{ status: 'refunded' }, { payment: ['refund pending', 'refunded'] }],
  cancelled: [{ status: 'paid', payment: ['cancel pending', 'cancelled'] }],
};

export function orderFilterOf(query: {
  flashSaleId?: string | undefined;
  userEmail?: string | undefined;
  status?: PaymentStatus | undefined;
  q?: string | undefined;
}): OrderFilter {
  return {
    saleId: query.flashSaleId,
    email: query.userEmail,
    match: query.status && matches[query.status],
    q: query.q,
  };
}
