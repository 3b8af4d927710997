import type { OrderFilter, PaymentState } from '@flash/database';
import type { PaymentStatus } from '@flash/shared-types';

const every: readonly PaymentState[] = [
  'authorised',
  'capture pending',
  'captured',
  'cancel pending',
  'cancelled',
  'refund pending',
  'refunded',
  'failed',
];

/** The stored states behind each word of the wire; the inverse of `paymentStatusOf`. */
const matches: Record<PaymentStatus, NonNullable<OrderFilter['match']>> = {
  pending: [{ status: 'paid', payment: ['authorised'] }],
  paid: [{ status: 'paid', payment: ['capture pending', 'captured'] }],
  failed: [{ status: 'paid', payment: ['failed'] }],
  refunded: [
    { status: 'refunded', payment: every },
    { status: 'paid', payment: ['refund pending', 'refunded'] },
  ],
  cancelled: [{ status: 'paid', payment: ['cancel pending', 'cancelled'] }],
};

export function orderFilterOf(query: {
  flashSaleId?: string | undefined;
  userEmail?: string | undefined;
  status?: PaymentStatus | undefined;
  q?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  order?: 'asc' | 'desc' | undefined;
}): OrderFilter {
  return {
    saleId: query.flashSaleId,
    email: query.userEmail,
    match: query.status && matches[query.status],
    q: query.q,
    from: query.from === undefined ? undefined : Date.parse(query.from),
    to: query.to === undefined ? undefined : Date.parse(query.to),
    order: query.order,
  };
}
