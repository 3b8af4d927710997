'use client';

import type { AdminSale } from '@flash/shared-types';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import type { StockCounts } from '../kit/stock-bar.tsx';

const REFRESH_MS = 3_000;
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
  const { data } = useApiQuery(
    ['line', sale.id],
    (signal) => team.line({ params: { id: sale.id }, signal }),
    { refetchInterval: REFRESH_MS, enabled: isLive(sale) },
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
