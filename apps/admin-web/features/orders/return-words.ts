import type { SalePhase } from '@flash/shared-types';

/** What giving a unit back does to people, from what is known of the line right now. */
export function returnWords(phase: SalePhase | null, waiting: number | null): string {
  if (phase === 'open' || phase === 'lobby' || phase === 'paused') return liveWords(phase, waiting);
  return 'The sale is over, so nobody is served any more. The unit counts as not sold.';
}

function liveWords(phase: SalePhase, waiting: number | null): string {
  if (waiting === null) return 'The first in line gets it; if nobody waits, it is free.';
  if (waiting === 0) return 'Nobody waits: it is free for whoever comes next.';
  const people = waiting === 1 ? '1 person waits' : `${waiting.toLocaleString()} people wait`;
  const when = phase === 'open' ? 'at once' : 'as soon as the sale goes on';
  return `${people}: the first gets it ${when}.`;
}
