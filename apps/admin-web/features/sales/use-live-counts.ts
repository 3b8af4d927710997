'use client';

import type { AdminSale } from '@flash/shared-types';
import { useMember } from '../../lib/member.ts';
import { useAsk } from '../../lib/use-ask.ts';
import type { StockCounts } from '../kit/stock-bar.tsx';

const EVERY_MS = 3_000;
const livePhases: AdminSale['phase'][] = ['lobby', 'open', 'paused'];

const isLive = ({ phase }: Pick<AdminSale, 'phase'>): boolean => livePhases.includes(phase);

/** What the line says while a sale is live; the last order count otherwise, which costs nothing. */
export function useLiveCounts(sale: AdminSale): { counts: StockCounts; waiting: number | null } {
  const { team } = useMember();
  const { data } = useAsk(
    ['line', sale.id],
    (signal) => team.line({ params: { id: sale.id }, signal }),
    { everyMs: EVERY_MS, isEnabled: isLive(sale) },
  );
  if (data && isLive(sale)) return { counts: data, waiting: data.waiting };
  const { stock, currentQuantity } = sale;
  const sold = Math.max(0, stock - currentQuantity);
  return { counts: { stock, sold, held: 0, free: stock - sold }, waiting: null };
}
