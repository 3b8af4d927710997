import type { Database, Order } from '@flash/database';
import { bestEffort, type Logger } from '@flash/shared-config';
import { withinTime } from '@flash/shared-utils';

/** Orders by id, each read once: what a receipt says of unit, amount and time never changes. */
export interface OrderCache {
  /** Null while the record cannot be read. */
  byId(orderId: string): Promise<Order | null>;
  keep(order: Order): void;
}

const KEPT_MAX = 10_000;
/** A poll does without the amount rather than wait for a database that is away. */
const PATIENCE_MS = 1_500;

export function createOrderCache(
  orders: Pick<Database['orders'], 'byId'>,
  log: Pick<Logger, 'warn'>,
): OrderCache {
  const kept = new Map<string, Order>();

  return {
    async byId(orderId) {
      const known = kept.get(orderId);
      if (known) {
        return known;
      }
      const reading = bestEffort(log, 'read an order', orders.byId(orderId), null);
      const order = await withinTime(reading, PATIENCE_MS);
      if (order) {
        keep(order);
      }
      return order;
    },
    keep,
  };

  function keep(order: Order): void {
    if (kept.size >= KEPT_MAX) {
      const [oldest] = kept.keys();
      if (oldest !== undefined) {
        kept.delete(oldest);
      }
    }
    kept.set(order.id, order);
  }
}
