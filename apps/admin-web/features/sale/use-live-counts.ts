'use client';

import type { AdminSale } from '@flash/shared-types';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import type { StockCounts } from '../kit/stock-bar.tsx';
import { hasLine } from './phases.ts';

const REFRESH_MS = 3_000;

interface LiveCounts {
  counts: StockCounts;
  waiting: number | null;
  /** False until the counts of a sale with a line have arrived. */
  isKnown: boolean;
}

/** Counts of the line while there is one; otherwise those the sale itself carries, without a request. */
export function useLiveCounts(sale: AdminSale): LiveCounts {
  const { team } = useMember();
  const isLive = hasLine(sale.phase);
  const { data } = useApiQuery(
    ['line', sale.id],
    (signal) => team.line({ params: { id: sale.id }, signal }),
    { refetchInterval: REFRESH_MS, enabled: isLive },
  );
  if (data && isLive) {
    return { counts: data, waiting: data.waiting, isKnown: true };
  }
  const { stock, currentQuantity } = sale;
  const sold = Math.max(0, stock - currentQuantity);
  return {
    counts: { stock, sold, held: 0, free: stock - sold },
    waiting: null,
    isKnown: !isLive,
  };
}
