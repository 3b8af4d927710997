'use client';

import type { AdminSale } from '@flash/shared-types';
import { useMember } from '../../lib/member.ts';
import { useAsk } from '../../lib/use-ask.ts';
import type { StockCounts } from '../kit/stock-bar.tsx';

const EVERY_MS = 3_000;
const livePhases: AdminSale['phase'][] = ['lobby', 'open', 'paused'];

const isLive = ({ phase }: Pick<AdminSale, 'phase'>): boolean => livePhases.includes(phase);

interface LiveCounts {
  counts: StockCounts;
  waiting: number | null;
  /** False while the line of a live sale has not answered yet. */
  isKnown: boolean;
}

/** What the line says while a sale is live; the last order count otherwise, which costs nothing. */
export function useLiveCounts(sale: AdminSale): LiveCounts {
  const { team } = useMember();
  const { data } = useAsk(
    ['line', sale.id],
    (signal) => team.line({ params: { id: sale.id }, signal }),
    { everyMs: EVERY_MS, isEnabled: isLive(sale) },
  );
  if (data && isLive(sale)) {
    return { counts: data, waiting: data.waiting, isKnown: true };
  }
  const { stock, currentQuantity } = sale;
  const sold = Math.max(0, stock - currentQuantity);
  return {
    counts: { stock, sold, held: 0, free: stock - sold },
    waiting: null,
    isKnown: !isLive(sale),
  };
}
