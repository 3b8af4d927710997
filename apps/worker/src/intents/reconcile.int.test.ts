import type { Order, Sale } from '@flash/database';
import { choosePayment, comparePayments, mendPayment, type PaymentPort } from '@flash/payment';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openProviderStage, type ProviderStage, payingOf } from '../testing/payment.ts';
import type { Stage } from '../testing/stage.ts';

let shop: ProviderStage;
let stage: Stage;
let fake: ProviderStage['fake'];
let payment: PaymentPort;
let sale: Sale;
beforeAll(async () => {
  shop = await openProviderStage();
  ({ stage, fake, payment } = shop);
  sale = await shop.openSale();
});
afterAll(() => shop.close());

/** Later than anything that the worker ends by itself. */
const now = () => Date.now() + 600_000;

const compare = (of = sale, by = payment) =>
  comparePayments({ db: stage.db, engine: stage.engine, payment: by, now }, of);

const begun: string[] = [];
const mend = (id: string, at = now) => {
  const { db, engine } = stage;
  const told = { alert: () => {}, rows: () => [], begin: async () => void begun.push(id) };
  return mendPayment({ db, engine, payment, now: at, ...told }, sale, id);
};

/** A payment of a buyer who holds a unit. */
async function prepare(isAuthorised = true) {
  const hold = await payingOf({ ...stage, payment }, sale).hold();
  return { buyer: hold.buyer, ...(await shop.prepare(sale, hold, isAuthorised)) };
}

type End = 'committed' | 'settled' | 'captured' | 'refunded';

/** An order that was left at one of its steps. */
async function order(end: End): Promise<{ order: Order; intentId: string }> {
  const paying = payingOf({ ...stage, payment }, sale);
  const { buyer, intentId } = await prepare();
  const made = await paying.commit(await paying.claim(buyer, 60_000));
  const key = { saleId: sale.id, fence: made.fence };
  const attempt = { saleId: sale.id, attempt: made.fence };
  const ends: End[] = ['committed', 'settled', 'captured', 'refunded'];
  const isPast = (step: End) => ends.indexOf(end) >= ends.indexOf(step);
  if (isPast('settled')) {
    await paying.settle(made);
  }
  if (isPast('captured') || end === 'committed') {
    await payment.capture(attempt);
    await stage.db.orders.setPayment(key, 'capture pending', 'captured');
  }
  if (isPast('refunded')) {
    await stage.db.orders.refund(made.id, { returnUnit: false });
    await payment.refund(attempt);
    await stage.db.orders.setPayment(key, 'refund pending', 'refunded');
  }
  return { order: made, intentId };
}

const statusOf = (intentId: string) => shop.statusOf(intentId);
const paymentOf = async ({ id }: Order) => (await stage.db.orders.byId(id))?.payment;

test('provider, orders, log and Redis say the same of a sale, and a payment of a living hold is no difference', async () => {
  sale = await shop.openSale();
  await prepare(false);
  await prepare();
  await order('captured');
  await order('refunded');
  const amount = sale.price;
  expect(await compare()).toMatchObject({
    provider: 'stripe',
    atProvider: {
      captured: { count: 2, amount: 2 * amount },
      refunded: { count: 1, amount },
      authorised: { count: 1, amount },
      open: { count: 1 },
      cancelled: { count: 0 },
    },
    orders: { paid: { count: 1, amount }, refunded: { count: 1, amount } },
    log: { sold: { count: 2, amount: 2 * amount } },
    redis: { sold: 2, held: 2, claimed: 0 },
    mongo: { live: 2, stock: 100, left: 98 },
    differences: [],
  });
});

/** How each difference comes about, and what shows that it is mended. */
const cases: Record<string, () => Promise<{ step: string; isMended: () => Promise<boolean> }>> = {
  'capture-overdue: a process died before it captured': async () => {
    const { order: made, intentId } = await order('settled');
    const isMended = async () =>
      statusOf(intentId) === 'succeeded' && (await paymentOf(made)) === 'captured';
    return { step: 'capture', isMended };
  },
  'capture-overdue: the order counts as captured, the provider has only reserved': async () => {
    const { order: made, intentId } = await order('captured');
    Object.assign(fake.provider.intents.get(intentId) ?? {}, { status: 'requires_capture' });
    const isMended = async () =>
      statusOf(intentId) === 'succeeded' && (await paymentOf(made)) === 'captured';
    return { step: 'capture', isMended };
  },
  'authorisation-left-over: the buyer gave the hold back': async () => {
    const { buyer, intentId } = await prepare();
    await stage.engine.leave(sale.id, { buyer });
    return { step: 'cancel', isMended: async () => statusOf(intentId) === 'canceled' };
  },
  'charged-without-order: captured by hand': async () => {
    const { buyer, intentId } = await prepare();
    await stage.engine.leave(sale.id, { buyer });
    fake.provider.byHand.capture(intentId);
    return { step: 'refund', isMended: async () => backOf(intentId) === sale.price };
  },
  'refund-overdue: a process died before it refunded': async () => {
    const { order: made, intentId } = await order('captured');
    await stage.db.orders.refund(made.id, { returnUnit: false });
    const isMended = async () =>
      backOf(intentId) === sale.price && (await paymentOf(made)) === 'refunded';
    return { step: 'refund', isMended };
  },
  'refund-overdue: the order counts as refunded, the provider gave nothing back': async () => {
    const { intentId } = await order('refunded');
    Object.assign(fake.provider.intents.get(intentId) ?? {}, { refunds: [] });
    return { step: 'refund', isMended: async () => backOf(intentId) === sale.price };
  },
  'refund-not-recorded: given back by hand': async () => {
    const { order: made, intentId } = await order('captured');
    fake.provider.byHand.refund(intentId, sale.price);
    return { step: 'record', isMended: async () => (await paymentOf(made)) === 'refunded' };
  },
  'unit-not-returned: a process died before it gave the unit back': async () => {
    const { order: made, intentId } = await order('captured');
    await stage.db.orders.refund(made.id, { returnUnit: true });
    const key = { saleId: sale.id, fence: made.fence };
    await payment.refund({ saleId: sale.id, attempt: made.fence });
    await stage.db.orders.setPayment(key, 'refund pending', 'refunded');
    const isMended = async () => {
      const { unitReturn } = (await stage.db.orders.byId(made.id)) ?? {};
      return unitReturn === 'done' && backOf(intentId) === sale.price;
    };
    return { step: 'return-unit', isMended };
  },
  'order-not-in-log: a process died before the claim became a sold unit': async () => {
    const { order: made } = await order('committed');
    const isMended = async () => {
      const seen = await stage.engine.position(sale.id, [made.buyer]);
      return seen.kind === 'positions' && seen.places[0]?.state === 'sold';
    };
    return { step: 'settle', isMended };
  },
};

const backOf = (intentId: string) =>
  fake.provider.intents.get(intentId)?.refunds.reduce((sum, { amount }) => sum + amount, 0);

describe('a difference', () => {
  beforeAll(async () => {
    sale = await shop.openSale();
  });

  test.each(Object.entries(cases))(
    'is named and mended by its one step, once (%s)',
    async (name, make) => {
      const [kind] = name.split(':');
      const { step, isMended } = await make();
      const found = (await compare()).differences.filter((one) => one.kind !== 'counts-differ');
      expect(found).toMatchObject([{ kind, step, isOnItsWay: false, amount: sale.price }]);
      const [{ id } = { id: '' }] = found;
      expect(await isMended()).toBe(false);
      expect(await mend(id)).toEqual({ outcome: 'mended', step });
      expect(await isMended()).toBe(true);
      expect((await compare()).differences).toEqual([]);
      expect(await mend(id)).toEqual({ outcome: 'even' });
      expect(begun.filter((one) => one === id)).toHaveLength(1);
    },
  );

  test('is shown as on its way while the worker has it in its hands, and is left to it', async () => {
    const { order: made } = await order('settled');
    const id = `capture-overdue:attempt:${made.fence}`;
    const early = { db: stage.db, engine: stage.engine, payment, now: Date.now };
    const { differences } = await comparePayments(early, sale);
    expect(differences).toMatchObject([{ id, isOnItsWay: true }]);
    expect(await mend(id, Date.now)).toEqual({ outcome: 'on-its-way' });
    expect(await paymentOf(made)).toBe('capture pending');
    expect(await mend(id)).toMatchObject({ outcome: 'mended' });
  });

  test('of an older picture is not acted upon: a payment whose hold lives stays reserved', async () => {
    const { intentId } = await prepare();
    const asked = `authorisation-left-over:payment:${intentId}`;
    expect(await mend(asked)).toEqual({ outcome: 'even' });
    expect(statusOf(intentId)).toBe('requires_capture');
    const { order: made } = await order('captured');
    const other = `charged-without-order:attempt:${made.fence}`;
    expect(await mend(other)).toEqual({ outcome: 'even' });
    expect(await paymentOf(made)).toBe('captured');
  });

  test('that two members mend at the same moment is mended once', async () => {
    const { order: made, intentId } = await order('captured');
    await stage.db.orders.refund(made.id, { returnUnit: false });
    const id = `refund-overdue:attempt:${made.fence}`;
    await Promise.all([mend(id), mend(id)]);
    expect(await mend(id)).toEqual({ outcome: 'even' });
    expect(backOf(intentId)).toBe(sale.price);
  });

  test('that no step here mends says so and changes nothing', async () => {
    const { order: made, intentId } = await order('captured');
    Object.assign(fake.provider.intents.get(intentId) ?? {}, { status: 'canceled' });
    const id = `charge-missing:attempt:${made.fence}`;
    expect((await compare()).differences).toMatchObject([{ id, step: null }]);
    expect(await mend(id)).toEqual({ outcome: 'by-hand' });
    expect(await paymentOf(made)).toBe('captured');
    for (const wrong of ['', 'x', 'a:attempt:nan', 'a:payment:pi_other', 'counts-differ:sale:']) {
      expect(['even', 'by-hand']).toContain((await mend(wrong)).outcome);
    }
  });
});

test('in the sandbox the records of the sandbox are compared, and payments of another provider are only counted', async () => {
  sale = await shop.openSale();
  await order('captured');
  const paying = payingOf(stage, sale);
  const { buyer } = await paying.hold();
  const made = await paying.commit(await paying.claim(buyer, 60_000));
  await paying.settle(made);
  const sandbox = choosePayment({
    stripe: null,
    sandbox: stage.db.sandboxPayments,
    prepared: stage.db.preparedPayments,
  });
  expect(await compare(sale, sandbox)).toMatchObject({
    ...{ provider: 'sandbox', unreadable: 1 },
    atProvider: { authorised: { count: 1 }, captured: { count: 0 } },
    differences: [{ kind: 'capture-overdue', step: 'capture', orderId: made.id }],
  });
});
