import { randomUUID } from 'node:crypto';
import type { Order, Sale } from '@flash/database';
import { choosePayment } from '@flash/payment';
import type { Hold } from '@flash/reservation';
import { startFakeStripe } from '@flash/testing';
import { openStage, type Stage } from './stage.ts';

/** A stage on which payments are prepared as with Stripe, at the provider of tests. */
export async function openProviderStage() {
  const stage = await openStage();
  const fake = await startFakeStripe();
  const payment = choosePayment({
    stripe: fake.settings,
    sandbox: stage.db.sandboxPayments,
    prepared: stage.db.preparedPayments,
  });
  const { preparing } = payment;
  if (!preparing) {
    throw new Error('nothing is prepared');
  }
  return {
    ...{ stage, fake, payment, preparing },
    openSale: () => stage.openSale({ startingQuantity: 100, fastPassPercent: 0 }),
    statusOf: (intentId: string) => fake.provider.intents.get(intentId)?.status,
    /** The payment of a hold as the API prepares it; authorised as the buyer would, unless told otherwise. */
    async prepare(sale: Sale, hold: Hold, isAuthorised = true) {
      const ready = await preparing.prepare(wantedOf(sale, hold));
      if (ready.kind !== 'ready') {
        throw new Error(`prepare: ${ready.kind}`);
      }
      const { paymentId } = ready;
      const stored = await stage.db.preparedPayments.find(paymentId);
      const intentId = stored?.intentId ?? '';
      if (isAuthorised) {
        fake.provider.authorise(intentId);
      }
      return { paymentId, intentId };
    },
    async close() {
      await stage.close();
      await fake.close();
    },
  };
}

export type ProviderStage = Awaited<ReturnType<typeof openProviderStage>>;

/** What a payment for this hold is asked to be. */
export function wantedOf({ id: saleId, currency }: Sale, { buyer, seq, fence, price }: Hold) {
  const of = { saleId, buyer, seq, fence, amount: price, currency };
  return { ...of, person: { email: `${buyer}@example.org`, contact: null }, checkAt: Date.now() };
}

/** The steps of confirm as a process takes them, so that a test can stop after any of them. */
export function payingOf({ engine, db, payment }: Stage, sale: Sale) {
  return {
    /** A buyer of its own holds a unit. */
    async hold(): Promise<Hold> {
      const buyer = `b${randomUUID().slice(0, 8)}`;
      await engine.join(sale.id, { buyer, bearer: true });
      const token = randomUUID();
      await engine.lock(sale.id, token, 5_000);
      await engine.grant(sale.id, { token, max: 10, clearWake: true });
      await engine.unlock(sale.id, token);
      const seen = await engine.position(sale.id, [buyer]);
      const place = seen.kind === 'positions' ? seen.places[0] : undefined;
      if (place?.state !== 'held') {
        throw new Error(`no hold: ${JSON.stringify(seen)}`);
      }
      const at = await engine.snapshot(sale.id);
      if (at.kind === 'snapshot') {
        await engine.stored(sale.id, { epoch: at.epoch, n: at.n });
      }
      return place.hold;
    },
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
    async commit(
      claimed: Awaited<ReturnType<typeof this.claim>>,
      contact: Order['contact'] = null,
    ): Promise<Order> {
      const { buyer, unit, seq } = claimed.hold;
      const committed = await db.committer.commit({
        saleId: sale.id,
        fence: claimed.attempt,
        epoch: claimed.epoch,
        ...{ buyer, unit, seq },
        email: `${buyer}@example.org`,
        contact,
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
    async buy(buyer: string, contact: Order['contact'] = null): Promise<Order> {
      const order = await this.commit(await this.claim(buyer, 5_000), contact);
      await this.settle(order);
      return order;
    },
  };
}
