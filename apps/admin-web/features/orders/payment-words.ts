import type { AdminOrder, PaymentStatus } from '@flash/shared-types';
import type { Tone } from '../kit/mark.tsx';

export const statusWords: Record<PaymentStatus, { label: string; tone: Tone }> = {
  paid: { label: 'Paid', tone: 'good' },
  pending: { label: 'Being paid', tone: 'busy' },
  refunded: { label: 'Refunded', tone: 'quiet' },
  failed: { label: 'Payment failed', tone: 'bad' },
  cancelled: { label: 'Cancelled', tone: 'quiet' },
};

const steps: Record<string, string> = {
  authorised: 'Promised by the buyer’s bank; the money is fetched next.',
  'capture pending': 'Paid. The money is on its way, which needs nobody.',
  captured: 'Paid, and the money has arrived.',
  failed: 'The money could not be fetched. The order is refunded by itself.',
  'cancel pending': 'The promise is being taken back; nothing was charged.',
  cancelled: 'The promise was taken back; nothing was charged.',
  'refund pending': 'The money is on its way back. This is repeated until it has arrived.',
  refunded: 'The money has gone back.',
};

/** Where the money is, in a sentence; a step this page does not know is shown as it is. */
export const paymentWords = ({ payment }: Pick<AdminOrder, 'payment'>): string =>
  steps[payment] ?? payment;

/** Who owns the unit now. */
export function unitWords({ live, unitReturn }: Pick<AdminOrder, 'live' | 'unitReturn'>): string {
  if (live) return 'belongs to this order';
  if (unitReturn === 'pending') return 'on its way back to the line';
  return unitReturn === 'done' ? 'back in the line' : 'no longer with this order';
}
