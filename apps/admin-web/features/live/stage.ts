import type { QueueOverview } from '@flash/shared-types';

/** What the operator has to know first. */
export type Stage =
  | 'draft'
  | 'upcoming'
  | 'lobby'
  | 'live'
  | 'sellingOut'
  | 'soldOut'
  | 'paused'
  | 'ended'
  | 'archived'
  | 'cancelled';

export function stageOf(overview: QueueOverview): Stage {
  const { phase, sold, stock, free, fastPassThreshold } = overview;
  switch (phase) {
    case 'scheduled':
      return 'upcoming';
    case 'open':
      if (sold >= stock) return 'soldOut';
      return free <= fastPassThreshold ? 'sellingOut' : 'live';
    default:
      return phase;
  }
}

/** Whether units move in this stage, so that numbers have to be young. */
export const isRunning = (stage: Stage): boolean =>
  stage === 'live' || stage === 'sellingOut' || stage === 'soldOut' || stage === 'paused';

export type Trouble = 'halted' | 'restoring' | 'redis' | 'database' | 'worker';

/** What keeps the line from being served, the worst first. */
export function troublesOf(overview: QueueOverview): Trouble[] {
  const isAsleep = ['draft', 'archived', 'cancelled'].includes(overview.phase);
  const found: [Trouble, boolean][] = [
    ['halted', overview.halted !== null],
    ['restoring', overview.restoring],
    ['redis', !overview.redis.ok],
    ['database', !overview.database.ok],
    ['worker', !overview.worker.alive && !isAsleep],
  ];
  return found.flatMap(([trouble, isThere]) => (isThere ? trouble : []));
}
