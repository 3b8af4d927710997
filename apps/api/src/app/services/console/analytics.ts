import type { Sale } from '@flash/database';
import type { Analytics } from '@flash/shared-types';
import { toMajor } from '@flash/shared-utils';
import { type HistoryContext, saleLog } from '../shared/sale-log.ts';
import { iso, phaseAt } from '../shared/wire.ts';
import { createPlaces } from './funnel.ts';
import { createTally } from './tally.ts';

const POINTS_MAX = 240;
const STEP_MS_MIN = 1_000;
const OVER = new Set(['ended', 'archived', 'cancelled']);

/** A sale looked back on, from its own log and orders. */
export async function analyticsOf(
  context: HistoryContext,
  sale: Sale,
  now: number,
): Promise<Analytics> {
  const from = Math.min(sale.lobbyOpensAt, sale.createdAt);
  const span = Math.min(now, sale.endsAt) - from;
  const tallying = createTally(from, Math.max(STEP_MS_MIN, Math.ceil(span / POINTS_MAX)));
  const places = createPlaces();
  for await (const entry of saleLog(context, sale)) {
    tallying.add(entry);
    places.add(entry);
  }
  const tally = tallying.result();
  const { refunded, revenueMinor } = await moneyOf(context, sale);
  const { joined, granted, expired, left, released, removed, extended, declined } = tally;
  return {
    flashSaleId: sale.id,
    stock: sale.stock,
    joined,
    granted,
    sold: tally.settled,
    refunded,
    expired,
    left,
    released,
    removed,
    extended,
    declined,
    conversion: granted > 0 ? Math.min(1, tally.settled / granted) : null,
    soldOutAt: tally.soldOutAt === null ? null : iso(tally.soldOutAt),
    waitMs: spreadOf(tally.waits),
    payMs: spreadOf(tally.pays),
    revenue: toMajor(revenueMinor, sale.currency),
    revenueMinor,
    currency: sale.currency,
    curve: tally.curve.map((point) => ({ ...point, at: iso(point.at) })),
    ...places.result(),
    waitDecilesMs: decilesOf(tally.waits),
    complete: OVER.has(phaseAt(sale, now)) && !tally.hasGaps,
  };
}

async function moneyOf({ db }: HistoryContext, sale: Sale) {
  let [refunded, revenueMinor] = [0, 0];
  for await (const order of db.orders.export({ saleId: sale.id })) {
    if (order.status === 'refunded') refunded += 1;
    else revenueMinor += order.amount;
  }
  return { refunded, revenueMinor };
}

function spreadOf(values: number[]): Analytics['waitMs'] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? null;
  return { p50: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? null };
}

function decilesOf(values: number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return [];
  return Array.from({ length: 10 }, (_, at) => {
    return sorted[Math.ceil((sorted.length * (at + 1)) / 10) - 1] ?? 0;
  });
}
