import type { PaymentStatus } from '@flash/shared-types';
import { Mark } from '../kit/mark.tsx';
import { statusWords } from './payment-words.ts';

export function StatusMark({ status }: { status: PaymentStatus }) {
  const { label, tone } = statusWords[status];
  return <Mark tone={tone}>{label}</Mark>;
}
