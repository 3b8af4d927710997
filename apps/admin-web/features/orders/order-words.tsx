import type { AdminOrder, OrderDetail, OrderItem, PaymentStatus } from '@flash/shared-types';
import { formatMoney } from '@flash/web';
import { Mark, type Tone } from '../kit/mark.tsx';

export function amountOf(order: Pick<OrderItem, 'totalAmountMinor' | 'currency'>): string {
  return formatMoney(order.totalAmountMinor, order.currency);
}

export const statusWords: Record<PaymentStatus, { label: string; tone: Tone }> = {
  paid: { label: 'Paid', tone: 'good' },
  pending: { label: 'Payment pending', tone: 'busy' },
  refunded: { label: 'Refunded', tone: 'quiet' },
  failed: { label: 'Payment failed', tone: 'bad' },
  cancelled: { label: 'Cancelled', tone: 'quiet' },
};

const steps: Record<string, string> = {
  authorised: 'Authorised by the buyer’s bank. The money is collected next.',
  'capture pending': 'Paid. The money is being collected automatically.',
  captured: 'Paid. The money was collected.',
  failed: 'The money could not be collected. The order is refunded automatically.',
  'cancel pending': 'The authorisation is being cancelled. Nothing was charged.',
  cancelled: 'The authorisation was cancelled. Nothing was charged.',
  'refund pending': 'The refund is in progress. It is retried until it succeeds.',
  refunded: 'The money was refunded.',
};

/** The payment state as a sentence; an unknown state is shown as it is. */
export const paymentWords = ({ payment }: Pick<AdminOrder, 'payment'>): string =>
  steps[payment] ?? payment;

/** What was done at the payment provider by hand, or by the buyer's bank; null: nothing to tell. */
export function providerWords({
  atProvider,
  currency,
}: Pick<OrderDetail, 'atProvider' | 'currency'>): string | null {
  const { refundedMinor = 0, dispute = null } = atProvider ?? {};
  const refunded =
    refundedMinor > 0 ? [`${formatMoney(refundedMinor, currency)} was refunded.`] : [];
  const disputed = dispute
    ? [
        `The buyer’s bank disputes ${formatMoney(dispute.amountMinor, currency)} (${dispute.reason.replaceAll('_', ' ')}): ${dispute.status.replaceAll('_', ' ')}.`,
      ]
    : [];
  const words = [...refunded, ...disputed];
  return words.length > 0 ? words.join(' ') : null;
}

/** Where the unit is now. */
export function unitWords({ live, unitReturn }: Pick<AdminOrder, 'live' | 'unitReturn'>): string {
  if (live) {
    return 'belongs to this order';
  }
  if (unitReturn === 'pending') {
    return 'being returned to the sale';
  }
  return unitReturn === 'done' ? 'returned to the sale' : 'no longer with this order';
}

export function StatusMark({ status }: { status: PaymentStatus }) {
  const { label, tone } = statusWords[status];
  return <Mark tone={tone}>{label}</Mark>;
}
