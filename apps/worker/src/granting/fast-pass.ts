import type { LiveOrder, Orders } from '@flash/database';
import type { Engine } from '@flash/reservation';
import type { Alert } from '../base/alerts/alerts.ts';
import { inOwnTime } from '../base/clock/own-time.ts';

/**
 * The units to pass in, or null when an order owned some of them: Redis has been told, so ask it
 * again which come next.
 */
export type FastPass = (saleId: string, units: readonly number[]) => Promise<number[] | null>;

interface FastPassDeps {
  engine: Engine;
  orders: Orders;
  alert: Alert;
  /** The read failed: the own wire to MongoDB may be broken. */
  onSilence: () => void;
}

/** A read by index of a few units; a worker that waits for it longer keeps others from serving the line. */
export const FAST_PASS_MS = 500;

/** The last units never rest on the shadow count: MongoDB says whether an order owns one already. */
export function createFastPass({ engine, orders, alert, onSilence }: FastPassDeps): FastPass {
  async function ownersOf(saleId: string, units: readonly number[]) {
    const read = orders.liveByUnits(saleId, units, { withinMs: FAST_PASS_MS });
    const { value } = await inOwnTime(read, FAST_PASS_MS).catch((error) => {
      onSilence();
      throw error;
    });
    if (value) {
      return value;
    }
    onSilence();
    throw new Error(`MongoDB did not say within ${FAST_PASS_MS} ms who owns the next units`);
  }

  return async (saleId, units) => {
    const owners = await ownersOf(saleId, units);
    for (const order of owners) {
      const settled = await engine.settle(saleId, {
        buyer: order.buyer,
        unit: order.unit,
        attempt: order.fence,
        orderId: order.id,
        fromRecord: true,
      });
      alert('units', saleId, { unit: order.unit, orderId: order.id, settled: settled.kind });
      // Asking again would only give the same units: the next inspection tries, or finds the sale halted.
      if (settled.kind !== 'settled') {
        throw new Error(`unit ${order.unit}: ${settled.kind}`);
      }
      await giveBackIfRefunded({ engine, orders }, order);
    }
    return owners.length === 0 ? [...units] : null;
  };
}

/**
 * An order that was refunded after it was read, and before Redis was told of it: the refund found
 * nothing to give back, so this gives the unit back.
 */
async function giveBackIfRefunded(
  { engine, orders }: Pick<FastPassDeps, 'engine' | 'orders'>,
  { id, saleId, buyer, unit, fence }: LiveOrder,
): Promise<void> {
  const order = await orders.byId(id);
  if (!order?.live) {
    await engine.refund(saleId, { buyer, unit, attempt: fence });
  }
}
