import type { Invitation } from '@flash/shared-types';
import type { Tone } from '../kit/mark.tsx';

export interface InvitationState {
  kind: 'open' | 'accepted' | 'expired';
  word: string;
  tone: Tone;
}

type Times = Pick<Invitation, 'acceptedAt' | 'expiresAt'>;

export function stateOf({ acceptedAt, expiresAt }: Times, nowMs: number): InvitationState {
  if (acceptedAt) return { kind: 'accepted', word: 'accepted', tone: 'good' };
  if (Date.parse(expiresAt) <= nowMs) return { kind: 'expired', word: 'expired', tone: 'quiet' };
  return { kind: 'open', word: 'open', tone: 'busy' };
}
