import type { View } from '../view.ts';

export type ControlName =
  | 'schedule'
  | 'pause'
  | 'resume'
  | 'stock'
  | 'extend'
  | 'message'
  | 'end'
  | 'archive';

/** What can be done to a sale as it is now; the API decides again. */
export function offersFor({ stage, overview }: Pick<View, 'stage' | 'overview'>): ControlName[] {
  const pauseOrResume = overview.pause ? 'resume' : 'pause';
  switch (stage) {
    case 'upcoming':
    case 'lobby':
    case 'live':
    case 'sellingOut':
    case 'soldOut':
    case 'paused':
      return [pauseOrResume, 'stock', 'message', 'extend', 'end'];
    case 'draft':
      return ['schedule', 'stock'];
    case 'ended':
      return ['message', 'archive'];
    case 'cancelled':
      return ['archive'];
    case 'archived':
      return [];
  }
}
