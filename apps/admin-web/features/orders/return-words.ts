import type { SalePhase } from '@flash/shared-types';

/** What giving a unit back does to people, from what is known of the line right now. */
export function returnWords(phase: SalePhase | null, waiting: number | null): string {
  if (phase === 'open' || phase === 'lobby' || phase === 'paused') return liveWords(phase, waiting);
  return 'The sale is over, so the unit is not sold again. It counts as not sold.';
}

function liveWords(phase: SalePhase, waiting: number | null): string {
  if (waiting === null)
    return 'The first in line gets it. If the line is empty, it becomes available.';
  if (waiting === 0) return 'The line is empty: the unit becomes available.';
  const people =
    waiting === 1 ? '1 person is waiting' : `${waiting.toLocaleString()} people are waiting`;
  const when = phase === 'open' ? 'immediately' : 'when the sale continues';
  return `${people}: the first gets it ${when}.`;
}
