import type { NewSale } from '@flash/database';
import type { SaleRules } from '@flash/reservation';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { crowdOf } from '../testing/crowd.ts';
import { payingOf } from '../testing/payment.ts';
import { openStage, type Stage, type StagedWorker, until } from '../testing/stage.ts';

/** A lease in which a commit fits on a busy machine too; no process renews it, so it still lapses. */
const ROOM_TO_COMMIT_MS = 2_000;

let stage: Stage;
let worker: StagedWorker;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  worker = await stage.startWorker();
});
afterEach(() => worker.stop());
afterAll(() => stage.close());

async function oneHolder(changes: Partial<NewSale> = {}, rules: Partial<SaleRules> = {}) {
  const sale = await stage.openSale({ startingQuantity: 1, ...changes }, rules);
  const crowd = crowdOf(stage, sale.id);
  const [ada = '', bob = ''] = await crowd.join(2);
  await until('ada holds', async () => (await crowd.place(ada)).state === 'held');
  return { sale, crowd, ada, bob, paying: payingOf(stage, sale) };
}

const paymentOf = async (saleId: string, fence: number) => {
  const record = await stage.db.orders.byFence(saleId, fence);
  if (record?.kind === 'order') {
    return record.order.payment;
  }
  return record?.payment ?? null;
};

describe('a claim whose process fell silent', () => {
  test('without an order goes back to its buyer, and the money is let go', async () => {
    const { sale, crowd, ada, paying } = await oneHolder();
    const { attempt } = await paying.claim(ada);
    await until('ada holds again', async () => (await crowd.place(ada)).state === 'held');
    expect(await stage.db.orders.byFence(sale.id, attempt)).toMatchObject({ kind: 'void' });
    await until('the authorisation is cancelled', async () => {
      return (await paymentOf(sale.id, attempt)) === 'cancelled';
    });
    expect(await stage.payment.openAuthorisations(sale.id)).toEqual([]);
    // The buyer just tries again, and it works.
    await paying.buy(ada);
    expect((await crowd.place(ada)).state).toBe('sold');
    await stage.audit(sale.id, 5_000);
  });

  test('without an order and without time left frees the unit for the next in line', async () => {
    const { crowd, ada, bob, paying } = await oneHolder({}, { holdMs: 1_000 });
    await paying.claim(ada, 1_500);
    await until('bob holds', async () => (await crowd.place(bob)).state === 'held');
    expect((await crowd.place(ada)).state).toBe('expired');
  });

  test('with an order is settled from it, and the money is taken', async () => {
    const { sale, crowd, ada, paying } = await oneHolder();
    const claimed = await paying.claim(ada, ROOM_TO_COMMIT_MS);
    const order = await paying.commit(claimed);
    await until('ada owns', async () => (await crowd.place(ada)).state === 'sold');
    expect(await crowd.place(ada)).toMatchObject({ orderId: order.id, unit: order.unit });
    await until('captured', async () => {
      return (await paymentOf(sale.id, claimed.attempt)) === 'captured';
    });
  });

  test('can no longer be committed once the void stands', async () => {
    const { sale, crowd, ada, paying } = await oneHolder();
    const claimed = await paying.claim(ada);
    await until('ada holds again', async () => (await crowd.place(ada)).state === 'held');
    await expect(paying.commit(claimed)).rejects.toThrow('duplicate');
    expect(await stage.db.orders.countLive(sale.id)).toBe(0);
  });

  test('stops the sale when its record belongs to another unit', async () => {
    const { sale, crowd, ada, paying } = await oneHolder({ startingQuantity: 2 });
    const claimed = await paying.claim(ada, ROOM_TO_COMMIT_MS);
    const { hold } = claimed;
    await paying.commit({ ...claimed, hold: { ...hold, unit: hold.unit === 1 ? 2 : 1 } });
    await until('halted', async () => (await crowd.shot()).halted !== '');
    // By the resolver, or by the audit where it looks before the claim has lapsed: then no claim is resolved.
    await until('a person is told of it', async () => {
      const alerts = await worker.metrics.alerts.get();
      return alerts.values.some(({ labels }) => ['record', 'audit'].includes(String(labels.kind)));
    });
    await stage.db.sales.update(sale.id, { status: 'cancelled' });
  });
});

describe('a capture that fails for good', () => {
  test('undoes the order and hands the unit to the next in line', async () => {
    const { sale, crowd, ada, bob, paying } = await oneHolder();
    const order = await paying.buy(ada);
    await stage.payment.cancel({ saleId: sale.id, attempt: order.fence });
    await until('bob holds', async () => (await crowd.place(bob)).state === 'held');
    const undone = await stage.db.orders.byId(order.id);
    expect(undone).toMatchObject({ status: 'refunded', live: false, payment: 'failed' });
    expect((await stage.db.sales.get(sale.id))?.currentQuantity).toBe(1);
    await stage.audit(sale.id, 5_000);
  });
});

describe('a process killed inside a transaction', () => {
  test('blocks its sale for no longer than the workers need to notice', async () => {
    const { sale, crowd, ada, paying } = await oneHolder();
    const dead = await stage.openDatabase();
    const session = dead.client.startSession();
    session.startTransaction();
    await dead.db
      .collection('flashsales')
      .updateMany({ name: 'Test' }, { $set: { touched: 1 } }, { session });
    // What its last heartbeat said before it was killed.
    await dead.db.collection<{ _id: string }>('processes').insertOne({
      ...{ _id: 'dead', kind: 'api', host: '', startedAt: new Date(), info: {} },
      ...{ at: new Date(Date.now() - 2_000), sessions: [session.id?.id] },
    });
    const ms = await until('ada owns', async () => {
      const place = await crowd.place(ada);
      if (place.state === 'held') {
        await paying.buy(ada).catch(() => {});
      }
      return place.state === 'sold';
    });
    // MongoDB itself would end it after 3 s here, and after 60 s by default.
    expect(ms).toBeLessThan(2_500);
    expect(await stage.db.orders.countLive(sale.id)).toBe(1);
    await until('the dead process is forgotten', async () => {
      return (await dead.processes.list()).every((one) => one.id !== 'dead');
    });
    await dead.close();
  });
});
