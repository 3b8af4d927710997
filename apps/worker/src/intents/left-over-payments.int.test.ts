import { randomUUID } from 'node:crypto';
import type { Sale } from '@flash/database';
import type { PaymentPort, Preparing } from '@flash/payment';
import type { Hold } from '@flash/reservation';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMetrics } from '../base/metrics.ts';
import { openProviderStage, type ProviderStage, payingOf, wantedOf } from '../testing/payment.ts';
import { type Stage, until } from '../testing/stage.ts';
import { createReleaseLeftOvers } from './payments.ts';

let shop: ProviderStage;
let stage: Stage;
let fake: ProviderStage['fake'];
let payment: PaymentPort;
let preparing: Preparing;
let sale: Sale;
beforeAll(async () => {
  shop = await openProviderStage();
  ({ stage, fake, payment, preparing } = shop);
  sale = await shop.openSale();
});
afterAll(() => shop.close());

const DAY_MS = 86_400_000;

let days = 0;
/** As a worker does it, at a time at which everything is due. */
function release(): Promise<number> {
  const { engine, db } = stage;
  days += 1;
  return createReleaseLeftOvers({ engine, db, payment, metrics: createMetrics() })(
    Date.now() + days * DAY_MS,
  );
}

const holder = () => payingOf({ ...stage, payment }, sale).hold();

const prepared = (hold: Hold, isAuthorised = true) => shop.prepare(sale, hold, isAuthorised);
const statusOf = (intentId: string) => shop.statusOf(intentId);
const stateOf = async (paymentId: string) =>
  (await stage.db.preparedPayments.find(paymentId))?.state;

async function claimed(hold: Hold, leaseMs = 60_000) {
  const claim = await stage.engine.claim(sale.id, {
    ...{ buyer: hold.buyer, token: randomUUID(), leaseMs },
  });
  if (claim.kind !== 'claimed') {
    throw new Error(`claim: ${claim.kind}`);
  }
  return claim;
}

async function authorise(hold: Hold, attempt: number, token: string) {
  const { price: amount, buyer } = hold;
  const { currency } = sale;
  const request = { saleId: sale.id, attempt, amount, currency, token, buyer };
  expect(await payment.authorise(request)).toMatchObject({ kind: 'authorised' });
}

describe('a prepared payment', () => {
  test('is left alone while its hold lives or is being paid for', async () => {
    const [held, paying] = [await holder(), await holder()];
    const one = await prepared(held);
    const other = await prepared(paying);
    await claimed(paying);
    await release();
    expect([statusOf(one.intentId), statusOf(other.intentId)]).toEqual([
      'requires_capture',
      'requires_capture',
    ]);
  });

  test.each([true, false])(
    'is cancelled once its hold was given up (authorised: %s)',
    async (is) => {
      const hold = await holder();
      const { paymentId, intentId } = await prepared(hold, is);
      await stage.engine.leave(sale.id, { buyer: hold.buyer });
      await release();
      expect(statusOf(intentId)).toBe('canceled');
      expect(await stateOf(paymentId)).toBe('cancelled');
    },
  );

  test('that was authorised after its hold ended can no longer be captured', async () => {
    const hold = await holder();
    const { intentId } = await prepared(hold, false);
    await stage.engine.leave(sale.id, { buyer: hold.buyer });
    fake.provider.authorise(intentId);
    await release();
    expect(statusOf(intentId)).toBe('canceled');
  });

  test('is cancelled although the process that prepared it died before it knew the intent', async () => {
    const hold = await holder();
    const stored = await stage.db.preparedPayments.prepare(wantedOf(sale, hold), Date.now());
    await stage.engine.leave(sale.id, { buyer: hold.buyer });
    await release();
    expect(await stateOf(stored.id)).toBe('cancelled');
    const left = [...fake.provider.intents.values()].filter(
      ({ metadata }) => metadata.payment === stored.id,
    );
    expect(left.every(({ status }) => status === 'canceled')).toBe(true);
  });

  test('is cancelled in a later round while the provider is away', async () => {
    const hold = await holder();
    const { intentId } = await prepared(hold);
    await stage.engine.leave(sale.id, { buyer: hold.buyer });
    const stop = fake.faultAll('failed');
    await release();
    expect(statusOf(intentId)).toBe('requires_capture');
    stop();
    await release();
    expect(statusOf(intentId)).toBe('canceled');
  });

  test('that a slow process took after its attempt was voided is cancelled too', async () => {
    const hold = await holder();
    const { paymentId, intentId } = await prepared(hold);
    const { attempt, epoch } = await claimed(hold);
    const { buyer } = hold;
    const key = { saleId: sale.id, attempt };
    await stage.db.orders.insertVoid({ saleId: sale.id, fence: attempt, epoch, buyer });
    await stage.engine.void(sale.id, { buyer, attempt });
    expect(await payment.cancel(key)).toEqual({ kind: 'cancelled' });
    await stage.db.orders.setPayment(
      { saleId: sale.id, fence: attempt },
      'cancel pending',
      'cancelled',
    );
    await authorise(hold, attempt, paymentId);
    await release();
    expect(statusOf(intentId)).toBe('canceled');
    expect(await stateOf(paymentId)).toBe('cancelled');
  });

  test('whose attempt left no record and has no claim any longer gets a void and is cancelled', async () => {
    const hold = await holder();
    const { paymentId, intentId } = await prepared(hold);
    const { attempt } = await claimed(hold);
    await authorise(hold, attempt, paymentId);
    await release();
    expect(statusOf(intentId)).toBe('requires_capture');
    await stage.engine.void(sale.id, { buyer: hold.buyer, attempt });
    await release();
    expect(await stage.db.orders.byFence(sale.id, attempt)).toMatchObject({ kind: 'void' });
    expect(statusOf(intentId)).toBe('canceled');
  });

  test('is brought to where its order is when a process died between the provider and its note', async () => {
    const hold = await holder();
    const { paymentId, intentId } = await prepared(hold);
    const claim = await claimed(hold);
    const { attempt, epoch } = claim;
    await authorise(hold, attempt, paymentId);
    const { buyer, unit, seq, price } = hold;
    const committed = await stage.db.committer.commit({
      ...{ saleId: sale.id, fence: attempt, epoch, buyer, unit, seq },
      ...{ email: '', contact: null, amount: price, currency: sale.currency },
    });
    expect(committed.kind).toBe('committed');
    const key = { saleId: sale.id, fence: attempt };
    fake.provider.byHand.capture(intentId);
    await stage.db.orders.setPayment(key, 'capture pending', 'captured');
    await release();
    expect(await stateOf(paymentId)).toBe('captured');
    expect(statusOf(intentId)).toBe('succeeded');
    expect(fake.provider.intents.get(intentId)?.refunds).toEqual([]);
  });

  test('of a deleted sale is cancelled', async () => {
    const hold = await holder();
    const wanted = { ...wantedOf(sale, hold), saleId: '65a000000000000000000009' };
    const ready = await preparing.prepare(wanted);
    expect(ready.kind).toBe('ready');
    await release();
    const stored = await stage.db.preparedPayments.newest(wanted.saleId, hold.buyer);
    expect(stored?.state).toBe('cancelled');
  });
});

test('a worker voids the attempt of a process that died after authorising, and lets the money go', async () => {
  const hold = await holder();
  const { paymentId, intentId } = await prepared(hold);
  const { attempt } = await claimed(hold, 300);
  await authorise(hold, attempt, paymentId);
  await stage.startWorker({}, { payment });
  await until('the money is let go', async () => statusOf(intentId) === 'canceled');
  expect(await stage.db.orders.byFence(sale.id, attempt)).toMatchObject({ kind: 'void' });
  const seen = await stage.engine.position(sale.id, [hold.buyer]);
  expect(seen.kind === 'positions' && seen.places[0]).toMatchObject({ state: 'held' });
});
