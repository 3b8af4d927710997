import { formatCode, parseOrderCode } from '@flash/shared-utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SaleDoc } from '../sales/model.ts';
import { createSale, newOrder, range } from '../testing/builders.ts';
import { buy } from '../testing/buying.ts';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';
import type { CommitOutcome } from '../types.ts';
import { tryBatch } from './commit/batch.ts';
import { createWaiting } from './commit/queue.ts';
import { newOrderDoc } from './mapping.ts';
import type { OrderDoc, TurnstileDoc } from './model.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

async function found(q: string): Promise<string[]> {
  return (await database.orders.adminList({ q })).items.map(({ id }) => id);
}

describe('the code of an order', () => {
  test('is written with the order, and finds it in every spelling', async () => {
    const sale = await createSale(database);
    const order = await buy(database, sale, 1);
    await buy(database, sale, 2);
    expect(parseOrderCode(order.code)).toBe(order.code);
    const shown = formatCode(order.code);
    for (const spelling of [shown, order.code, shown.toLowerCase(), `# ${shown}`]) {
      expect(await found(spelling)).toEqual([order.id]);
    }
    const exported: string[] = [];
    for await (const { id } of database.orders.export({ q: shown })) {
      exported.push(id);
    }
    expect(exported).toEqual([order.id]);
    expect(await found('333-333-333')).toEqual([]);
  });

  test('narrows a search by sale like any other text', async () => {
    const [sale, other] = [await createSale(database), await createSale(database)];
    const { code: q, id } = await buy(database, sale, 1);
    const ids = async (saleId: string) =>
      (await database.orders.adminList({ q, saleId })).items.map((one) => one.id);
    expect(await ids(sale.id)).toEqual([id]);
    expect(await ids(other.id)).toEqual([]);
  });

  test('does not hide an address that is spelt like one', async () => {
    const sale = await createSale(database);
    await buy(database, sale, 1);
    await database.committer.commit(newOrder(sale, 2, { email: 'x333333333@example.com' }));
    expect(await found('333333333')).toHaveLength(1);
  });

  test('is given once to an order of an older version, however many processes read it first', async () => {
    const sale = await createSale(database, { startingQuantity: 30 });
    const orders = await Promise.all(range(1, 20).map((n) => buy(database, sale, n)));
    const collection = database.db.collection('orders');
    await collection.updateMany({ flashSaleId: { $exists: true } }, { $unset: { code: '' } });
    const others = await Promise.all([1, 2].map(() => database.connectAgain()));
    const lists = await Promise.all(
      [database, ...others].flatMap((one) => [
        one.orders.adminList({ saleId: sale.id, limit: 100 }).then(({ items }) => items),
        Promise.all(orders.map(({ id }) => one.orders.byId(id))),
      ]),
    );
    const seen = new Map<string, Set<string>>();
    for (const order of lists.flat()) {
      const codes = seen.get(order?.id ?? '') ?? new Set();
      seen.set(order?.id ?? '', codes.add(order?.code ?? ''));
    }
    expect(seen.size).toBe(20);
    expect([...seen.values()].every((codes) => codes.size === 1)).toBe(true);
    expect(new Set([...seen.values()].flatMap((codes) => [...codes])).size).toBe(20);
  });

  test('of an older version appears in every answer about the order, and time and state stay', async () => {
    const sale = await createSale(database);
    const order = await buy(database, sale, 1);
    await database.db.collection('orders').updateMany({}, { $unset: { code: '' } });
    const refund = await database.orders.refund(order.id, { returnUnit: false });
    const after = await database.orders.byId(order.id);
    expect(refund).toEqual({ kind: 'refunded', order: after });
    expect(parseOrderCode(after?.code ?? '')).not.toBeNull();
    expect(after).toMatchObject({ unit: 1, createdAt: order.createdAt });
    const record = await database.orders.byFence(sale.id, order.fence);
    expect(record).toEqual({ kind: 'order', order: after });
  });

  test('is drawn again when another order has it, and the purchase goes on', async () => {
    const sale = await createSale(database);
    const { code } = await buy(database, sale, 1);
    const entries = [2, 3].map((n) =>
      createWaiting({ ...newOrderDoc(newOrder(sale, n), new Date()), code }, 20_000),
    );
    const [first, second] = entries.map(({ waiting }) => waiting);
    if (!first || !second) {
      throw new Error('two orders wait');
    }
    const deps = {
      orders: database.db.collection<OrderDoc>('orders'),
      sales: database.db.collection<SaleDoc>('flashsales'),
      turnstiles: database.db.collection<TurnstileDoc>('turnstiles'),
      onFault: () => {},
    };
    const session = database.client.startSession();
    for (let again = 2; again > 0; ) {
      again = (await tryBatch(deps, session, [first, second], false)).again.length;
    }
    await session.endSession();
    const outcomes: CommitOutcome[] = await Promise.all(entries.map(({ outcome }) => outcome));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['committed', 'committed']);
    const { items } = await database.orders.adminList({ saleId: sale.id });
    expect(new Set(items.map((order) => order.code)).size).toBe(3);
    for (const outcome of outcomes) {
      const order = outcome.kind === 'committed' ? outcome.order : null;
      expect(await database.orders.byId(order?.id ?? '')).toEqual(order);
    }
  });
});
