import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { objectId } from '../connection/documents.ts';
import type { Database } from '../database.ts';
import { createSale, newOrder, range } from '../testing/builders.ts';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';
import type { NewOrder } from '../types.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

/** Asks like the resolver does: until the outcome is known. */
async function decided({ orders }: Database, order: NewOrder) {
  for (;;) {
    const record = await orders.insertVoid(order);
    if (record) {
      return record;
    }
  }
}

describe('the first record on a claim decides', () => {
  test('a void and a commit that race have one winner, and both sides name the same one', async () => {
    const sale = await createSale(database, { startingQuantity: 100 });
    const resolver = await database.connectAgain();
    const races = await Promise.all(
      range(1, 100).map(async (n) => {
        const order = newOrder(sale, n);
        const [outcome, record] = await Promise.all([
          database.committer.commit(order, { deadlineMs: 20_000 }),
          decided(resolver, order),
        ]);
        return { outcome, record };
      }),
    );
    for (const { outcome, record } of races) {
      const expected =
        record?.kind === 'void'
          ? { kind: 'duplicate', on: 'fence' }
          : { kind: 'committed', order: record.order };
      expect(outcome).toEqual(expected);
    }
    const sold = races.filter(({ outcome }) => outcome.kind === 'committed').length;
    expect(await database.orders.countLive(sale.id)).toBe(sold);
    expect((await database.sales.get(sale.id))?.currentQuantity).toBe(100 - sold);
  });

  test('answers the order to a void that comes after it', async () => {
    const sale = await createSale(database);
    const order = newOrder(sale, 1);
    const outcome = await database.committer.commit(order);
    const record = await database.orders.insertVoid(order);
    expect(record).toEqual({
      kind: 'order',
      order: outcome.kind === 'committed' ? outcome.order : null,
    });
  });

  test('a repeated void is the same void', async () => {
    const sale = await createSale(database);
    const first = await database.orders.insertVoid(newOrder(sale, 1));
    expect(await database.orders.insertVoid(newOrder(sale, 1))).toEqual(first);
    expect(await database.orders.recorded(sale.id, [1_000_000_001, 1_000_000_002])).toEqual(
      new Set([1_000_000_001]),
    );
  });

  test('knows nothing while an open transaction holds the key, instead of guessing', async () => {
    const sale = await createSale(database);
    const order = newOrder(sale, 1);
    const session = database.client.startSession();
    session.startTransaction();
    await database.db
      .collection('orders')
      .insertOne({ flashSaleId: objectId(sale.id), fence: order.fence }, { session });
    expect(await database.orders.insertVoid(order)).toBeNull();
    await session.abortTransaction();
    await session.endSession();
    expect(await database.orders.insertVoid(order)).toMatchObject({ kind: 'void' });
  });
});
