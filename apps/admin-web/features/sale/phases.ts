import type { AdminSale } from '@flash/shared-types';

type Phase = AdminSale['phase'];

/** Before the start: the sale can still be prepared. */
export const isAhead = (phase: Phase): boolean =>
  phase === 'draft' || phase === 'scheduled' || phase === 'lobby';

/** Between the start and the end. */
export const isRunning = (phase: Phase): boolean => phase === 'open' || phase === 'paused';

/** The sale has a line that moves or waits for the start. */
export const hasLine = (phase: Phase): boolean => phase === 'lobby' || isRunning(phase);

/** Nothing more will be sold. */
export const isOver = (phase: Phase): boolean =>
  phase === 'ended' || phase === 'cancelled' || phase === 'archived';
