import { randomUUID } from 'node:crypto';
import type { Order, Sale } from '@flash/database';
import type { Stage } from './stage.ts';

/** The steps of confirm as a process takes them, so that a test can stop after any of them. */
export function payingOf({ engine, db, payment }: Stage, sale: Sale) {
  return {
    async claim(buyer: string, leaseMs = 1_000) {
      const claimed = await engine.claim(sale.id, { buyer, token: randomUUID(), leaseMs });
      if (claimed.kind !== 'claimed') {
        throw new Error(`claim: ${JSON.stringify(claimed)}`);
      }
      const attempt = { saleId: sale.id, attempt: claimed.attempt };
      const money = { amount: sale.price, currency: sale.currency };
      await payment.authorise({ ...attempt, ...money, token: 'ok', buyer });
      return claimed;
    },
    async commit(claimed: Awaited<ReturnType<typeof this.claim>>): Promise<Order> {
      const { buyer, unit, seq } = claimed.hold;
      const committed = await db.committer.commit({
        saleId: sale.id,
        fence: claimed.attempt,
        epoch: claimed.epoch,
        ...{ buyer, unit, seq },
        email: `${buyer}@example.org`,
        contact: null,
        amount: sale.price,
        currency: sale.currency,
      });
      if (committed.kind !== 'committed') {
        throw new Error(`commit: ${JSON.stringify(committed)}`);
      }
      return committed.order;
    },
    async settle(order: Order): Promise<void> {
      const { buyer, unit, fence } = order;
      const done = await engine.settle(sale.id, { buyer, unit, attempt: fence, orderId: order.id });
      if (done.kind !== 'settled') {
        throw new Error(`settle: ${JSON.stringify(done)}`);
      }
    },
    /** Everything at once. */
    async buy(buyer: string): Promise<Order> {
      const order = await this.commit(await this.claim(buyer, 5_000));
      await this.settle(order);
      return order;
    },
  };
}
