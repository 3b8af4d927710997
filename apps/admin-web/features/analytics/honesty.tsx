import type { AdminSale, Analytics } from '@flash/shared-types';
import { Note } from '../kit/note.tsx';

const OVER = new Set<AdminSale['phase']>(['ended', 'archived', 'cancelled']);
export const isOver = (phase: AdminSale['phase']): boolean => OVER.has(phase);

interface HonestyProps {
  analytics: Analytics;
  phase: AdminSale['phase'];
}

/** Says when the numbers below are not the whole story, and why. */
export function Honesty({ analytics, phase }: HonestyProps) {
  if (analytics.complete) return null;
  return isOver(phase) ? (
    <Note tone="busy" title="The log has gaps">
      Part of the log was lost before it was stored, so joins, waits and holds may be higher than
      shown. Orders and revenue are exact.
    </Note>
  ) : (
    <Note tone="busy" title="The sale is still running">
      These are the numbers so far. They are complete once the sale is over.
    </Note>
  );
}
