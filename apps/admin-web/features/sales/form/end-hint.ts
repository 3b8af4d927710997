import type { AdminSale, QueueOverview } from '@flash/shared-types';
import { formatCount } from '@flash/web';

/** Whom another end concerns, while people are in line. */
export function endHint(sale: AdminSale, overview: QueueOverview | undefined): string | undefined {
  const isLive = sale.phase === 'open' || sale.phase === 'paused';
  if (!isLive || !overview) return undefined;
  const { waiting } = overview;
  if (waiting === 0) return 'It can only move later. The line is empty.';
  const who =
    waiting === 1
      ? '1 person is waiting and sees'
      : `${formatCount(waiting)} people are waiting and see`;
  return `It can only move later. ${who} the new end at once.`;
}
