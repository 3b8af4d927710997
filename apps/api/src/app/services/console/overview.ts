import type { Sale } from '@flash/database';
import { epochBase, fastPassThreshold, type Snapshot } from '@flash/reservation';
import type { QueueOverview } from '@flash/shared-types';
import { iso, phaseAt } from '../shared/wire.ts';
import type { QueueContext } from './context.ts';

export type Counts = Pick<
  QueueOverview,
  | 'free'
  | 'held'
  | 'claimed'
  | 'sold'
  | 'waiting'
  | 'joined'
  | 'served'
  | 'nextExpiryAt'
  | 'halted'
  | 'n'
>;

type Rules = Omit<
  QueueOverview,
  | keyof Counts
  | 'oldestWaitMs'
  | 'countedAt'
  | 'outcomes'
  | 'rates'
  | 'waitMs'
  | 'mode'
  | 'worker'
  | 'redis'
  | 'database'
  | 'history'
>;

/** What follows from the sale's document and its last snapshot alone. */
export function rulesOfSale(sale: Sale, snapshot: Snapshot | null, now: number): Rules {
  const stock = snapshot?.stock ?? sale.stock;
  return {
    flashSaleId: sale.id,
    name: sale.name,
    phase: phaseAt(sale, now),
    stock,
    message: sale.message || null,
    pause: sale.paused && { reason: sale.paused.reason, since: iso(sale.paused.since) },
    restoring: sale.restoring !== null,
    epoch: snapshot?.epoch ?? sale.epoch,
    serverNow: iso(now),
    fastPassThreshold: fastPassThreshold(stock, sale.fastPassPercent),
  };
}

export function countsOf(snapshot: Snapshot): Counts {
  const { free, held, claimed, sold, waiting, n, nextExpiryAt } = snapshot;
  return {
    free,
    held,
    claimed,
    sold,
    waiting,
    n,
    joined: Math.max(0, snapshot.seq - epochBase(snapshot.epoch)),
    served: snapshot.granted,
    nextExpiryAt: nextExpiryAt === null ? null : iso(nextExpiryAt),
    halted: snapshot.halted || null,
  };
}

/** A draft, an archived sale, or one that is being restored: MongoDB knows what was sold. */
export async function countsWithoutRedis(
  { db }: Pick<QueueContext, 'db'>,
  sale: Sale,
): Promise<Counts> {
  const sold = sale.epoch === 0 ? 0 : await db.orders.countLive(sale.id);
  const noPlaces = { held: 0, claimed: 0, waiting: 0, joined: 0, served: 0 };
  return { ...noPlaces, sold, free: sale.currentQuantity, nextExpiryAt: null, halted: null, n: 0 };
}
