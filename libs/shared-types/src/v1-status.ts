import { z } from 'zod';
import type { StateName } from './state.ts';

/** The three words that clients of the first API know. */
export const v1StatusWord = z.enum(['queued', 'ready', 'none']);
export type V1StatusWord = z.infer<typeof v1StatusWord>;

export interface V1Status {
  status: V1StatusWord;
  hasActiveHold: boolean;
}

export function v1Status(state: StateName): V1Status {
  switch (state) {
    case 'waiting':
    case 'paused':
      return { status: 'queued', hasActiveHold: false };
    case 'held':
    case 'claimed':
      return { status: 'ready', hasActiveHold: true };
    case 'none':
    case 'upcoming':
    case 'sold':
    case 'expired':
    case 'removed':
    case 'sold_out':
    case 'ended':
      return { status: 'none', hasActiveHold: false };
  }
}
