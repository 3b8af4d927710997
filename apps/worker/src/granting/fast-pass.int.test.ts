import type { Orders, Sale } from '@flash/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crowdOf } from '../testing/crowd.ts';
import { openStage, type Stage, until } from '../testing/stage.ts';
import { createFastPass } from './fast-pass.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** An order that Redis never heard of. */
async function buyUnseen(sale: Sale, unit: number) {
  const committed = await stage.db.committer.commit({
    saleId: sale.id,
    fence: 1_000_000_777,
    epoch: 1,
    buyer: 'owner',
    unit,
    seq: 1_000_000_001,
    email: 'owner@example.org',
    contact: null,
    amount: sale.price,
    currency: sale.currency,
  });
  if (committed.kind !== 'committed') {
    throw new Error(committed.kind);
  }
  return committed.order;
}

describe('the last units', () => {
  test('are not handed out when an order that Redis never heard of owns them', async () => {
    const sale = await stage.openSale({ startingQuantity: 3, fastPassPercent: 100 });
    // Redis thinks that all three are free; MongoDB knows who bought unit 2.
    await buyUnseen(sale, 2);
    const worker = await stage.startWorker();
    const crowd = crowdOf(stage, sale.id);
    const line = await crowd.join(3);
    await until('two hold', async () => (await crowd.held()) === 2);
    await until('the owner is known', async () => (await crowd.place('owner')).state === 'sold');
    const units = await Promise.all(line.slice(0, 2).map((buyer) => crowd.hold(buyer)));
    expect(units.map((hold) => hold.unit)).toEqual([1, 3]);
    expect(await crowd.shot()).toMatchObject({ free: 0, held: 2, sold: 1, waiting: 1, halted: '' });
    const alerts = await worker.metrics.alerts.get();
    expect(alerts.values.some(({ labels }) => labels.kind === 'units')).toBe(true);
  });

  test('are free when the order that owned one was refunded while Redis was being told of it', async () => {
    const sale = await stage.openSale({ startingQuantity: 3, fastPassPercent: 100 });
    const order = await buyUnseen(sale, 2);
    const { engine, db } = stage;
    const orders: Orders = {
      ...db.orders,
      async liveByUnits(saleId, units) {
        const found = await db.orders.liveByUnits(saleId, units);
        // The whole refund falls between this read and the script.
        await db.orders.refund(order.id, { returnUnit: true });
        await engine.refund(saleId, { buyer: 'owner', unit: 2, attempt: order.fence });
        await db.orders.unitReturned(order.id);
        return found;
      },
    };
    const fastPass = createFastPass({ engine, orders, alert: () => {}, onSilence: () => {} });
    expect(await fastPass(sale.id, [1, 2, 3])).toBeNull();
    expect(await crowdOf(stage, sale.id).shot()).toMatchObject({ free: 3, sold: 0, halted: '' });
  });
});
