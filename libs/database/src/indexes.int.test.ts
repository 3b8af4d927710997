import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newOrderDoc } from './orders/mapping.ts';
import { createSale, newOrder } from './testing/builders.ts';
import { openTestDatabase, type TestDatabase } from './testing/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

describe('indexes', () => {
  test('a database that lacks one of them is not ready', async () => {
    expect(await database.indexesReady()).toBe(true);
    await database.db.collection('orders').dropIndex('one_live_order_per_unit');
    expect(await database.indexesReady()).toBe(false);
    await database.ensureIndexes();
    expect(await database.indexesReady()).toBe(true);
  });

  test.each([
    ['fence', { fence: 1_000_000_001 }],
    ['buyer', { buyer: 'g1' }],
    ['unit', { unit: 1 }],
  ])('refuse a second order of one %s, by any writer', async (_name, same) => {
    const sale = await createSale(database);
    const orders = database.db.collection('orders');
    await orders.insertOne(newOrderDoc(newOrder(sale, 1), new Date()));
    const second = newOrderDoc(newOrder(sale, 2, same), new Date());
    await expect(orders.insertOne(second)).rejects.toMatchObject({ code: 11_000 });
  });

  test('answer the list of live sales and the payments under way without reading more', async () => {
    const plans = await Promise.all([
      database.db.collection('flashsales').find({ live: true }).explain(),
      database.db
        .collection('orders')
        .find({
          payment: { $in: ['authorised', 'capture pending', 'cancel pending', 'refund pending'] },
        })
        .sort({ paymentAt: 1 })
        .explain(),
      database.db
        .collection('orders')
        .find({ unitReturn: 'pending' })
        .sort({ updatedAt: 1 })
        .explain(),
    ]);
    for (const plan of plans) {
      expect(JSON.stringify(plan)).toContain('IXSCAN');
      expect(JSON.stringify(plan)).not.toContain('"stage":"SORT"');
    }
  });

  test.each(['session', 'verification'])(
    'let the database delete what ran out of the library’s %s',
    async (name) => {
      const found = await database.db.collection(name).indexes();
      expect(found).toContainEqual(
        expect.objectContaining({ key: { expiresAt: 1 }, expireAfterSeconds: 86_400 }),
      );
    },
  );

  test('let two accounts of one address be, where an earlier version made them', async () => {
    const users = database.db.collection('user');
    await users.dropIndexes();
    const twin = { email: 'twin@example.org' };
    await users.insertMany([{ ...twin }, { ...twin }]);
    expect(await database.indexesReady()).toBe(false);
    await database.ensureIndexes();
    expect(await database.indexesReady()).toBe(true);
    expect(await users.countDocuments(twin)).toBe(2);
    expect(JSON.stringify(await users.find(twin).explain())).toContain('IXSCAN');
  });

  test('the server answers', async () => {
    expect(await database.ready()).toBe(true);
  });
});
