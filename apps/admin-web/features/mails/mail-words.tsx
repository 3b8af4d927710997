import type { MailKindWord, MailStateWord } from '@flash/shared-types';
import { Mark, type Tone } from '../kit/mark.tsx';

export const kindWords: Record<MailKindWord, string> = {
  placed: 'Place taken',
  turn: 'Your turn',
  ending: 'Reservation ends soon',
  expired: 'Reservation ended',
  order: 'Order confirmed',
  refund: 'Refund',
  returned: 'Available again',
  password: 'New password',
  address: 'Proof of address',
  webhook: 'Webhook switched off',
};

export const stateWords: Record<MailStateWord, { label: string; tone: Tone }> = {
  waiting: { label: 'Waiting', tone: 'busy' },
  sent: { label: 'Sent', tone: 'good' },
  failed: { label: 'Failed', tone: 'bad' },
  skipped: { label: 'Not sent', tone: 'quiet' },
};

export function StateMark({ state }: { state: MailStateWord }) {
  const { label, tone } = stateWords[state];
  return <Mark tone={tone}>{label}</Mark>;
}
