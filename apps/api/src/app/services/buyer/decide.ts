import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@flash/database';
import type { Engine } from '@flash/reservation';
import type { AttemptResult, Claim } from './claim.ts';
import { type GiveUpDeps, giveUp } from './give-up.ts';
import type { OrdersRead } from './orders-read.ts';
import { type SettleDeps, settle } from './settle.ts';

export interface DecideDeps extends GiveUpDeps, SettleDeps {
  engine: GiveUpDeps['engine'] & SettleDeps['engine'] & Pick<Engine, 'refund'>;
  db: Pick<Database, 'orders'>;
  orders: OrdersRead;
}

const LOOKS = 8;
const LOOK_EVERY_MS = 250;

/** Not known whether the commit took place. A record says so; "not found" says nothing. */
export async function readRecord(
  deps: DecideDeps,
  saleId: string,
  claim: Claim,
): Promise<AttemptResult> {
  for (let look = 0; look < LOOKS; look += 1) {
    const record = await deps.db.orders.byFence(saleId, claim.attempt).catch(() => null);
    if (record?.kind === 'order') return settle(deps, saleId, claim, record.order.id);
    if (record?.kind === 'void') return giveUp(deps, saleId, claim);
    await sleep(LOOK_EVERY_MS);
  }
  return { kind: 'pending' };
}

/** A live order owns this buyer's one purchase, or this unit. It wins, and this attempt ends. */
export async function ownedAlready(
  deps: DecideDeps,
  saleId: string,
  claim: Claim,
): Promise<AttemptResult> {
  const ended = await giveUp(deps, saleId, claim);
  if (ended.kind === 'ordered') return ended;
  const own = await deps.db.orders.liveByBuyer(saleId, claim.hold.buyer);
  const owners = own ? [own] : await deps.db.orders.liveByUnits(saleId, [claim.hold.unit]);
  for (const { buyer, unit, fence, id } of owners) {
    const record = { buyer, unit, attempt: fence, orderId: id, fromRecord: true };
    const settled = await deps.engine.settle(saleId, record).catch(() => null);
    if (settled?.kind !== 'settled') continue;
    // Refunded since it was read: the refund found nothing in Redis that it could give back.
    const order = await deps.db.orders.byId(id);
    if (!order?.live) await deps.engine.refund(saleId, { buyer, unit, attempt: fence });
  }
  return own ? { kind: 'ordered', orderId: own.id } : { kind: 'pending' };
}
