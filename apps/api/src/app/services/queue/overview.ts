import type { Sale } from '@flash/database';
import { epochBase, type Snapshot } from '@flash/reservation';
import type { QueueOverview } from '@flash/shared-types';
import { iso, phaseAt } from '../sale-view.ts';
import { type QueueContext, snapshotOf } from './context.ts';
import { joinTimes } from './join-times.ts';

export async function overviewOf(context: QueueContext, sale: Sale): Promise<QueueOverview> {
  const snapshot = await snapshotOf(context, sale);
  const counts = snapshot ? countsOf(snapshot) : await countsWithoutRedis(context, sale);
  const now = snapshot?.now ?? context.clock.now();
  return {
    ...counts,
    flashSaleId: sale.id,
    name: sale.name,
    phase: phaseAt(sale, now),
    stock: snapshot?.stock ?? sale.stock,
    oldestWaitMs: snapshot && (await oldestWait(context, sale, snapshot)),
    message: sale.message || null,
    pause: sale.paused && { reason: sale.paused.reason, since: iso(sale.paused.since) },
    restoring: sale.restoring !== null,
    epoch: snapshot?.epoch ?? sale.epoch,
    serverNow: iso(now),
  };
}

type Counts = Pick<
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

function countsOf(snapshot: Snapshot): Counts {
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
async function countsWithoutRedis({ db }: QueueContext, sale: Sale): Promise<Counts> {
  const sold = sale.epoch === 0 ? 0 : await db.orders.countLive(sale.id);
  const nobody = { held: 0, claimed: 0, waiting: 0, joined: 0, served: 0 };
  return { ...nobody, sold, free: sale.currentQuantity, nextExpiryAt: null, halted: null, n: 0 };
}

async function oldestWait(
  { engine }: QueueContext,
  sale: Sale,
  { oldest, n, now }: Snapshot,
): Promise<number | null> {
  if (!oldest) return null;
  const joinedAt = (await joinTimes(engine, sale.id, [oldest.seq], n)).get(oldest.seq);
  return joinedAt === undefined ? null : Math.max(0, now - joinedAt);
}
