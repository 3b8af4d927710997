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

/** The controls that make sense for a sale in its current stage; the API checks again. */
export function availableControls({
  stage,
  overview,
}: Pick<View, 'stage' | 'overview'>): ControlName[] {
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
