import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSale, newOrder, range } from '../testing/builders.ts';
import { buy, whileSelling } from '../testing/buying.ts';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

const left = async (saleId: string) => (await database.sales.get(saleId))?.currentQuantity;

describe('refund', () => {
  test('gives the unit back once, however often and from wherever it is asked for', async () => {
    const sale = await createSale(database);
    const order = await buy(database, sale, 1);
    const other = await database.connectAgain();
    const outcomes = await Promise.all(
      range(1, 8).map((n) =>
        (n % 2 ? database : other).orders.refund(order.id, { returnUnit: true }),
      ),
    );
    expect(outcomes.filter(({ kind }) => kind === 'refunded')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'already')).toHaveLength(7);
    expect(await left(sale.id)).toBe(10);
    expect(await database.orders.countLive(sale.id)).toBe(0);
  });

  test('without returning the unit keeps the order live: the unit stays sold', async () => {
    const sale = await createSale(database);
    const order = await buy(database, sale, 1);
    const outcome = await database.orders.refund(order.id, { returnUnit: false });
    expect(outcome).toMatchObject({ kind: 'refunded', order: { live: true, status: 'refunded' } });
    expect(await left(sale.id)).toBe(9);
    expect(await database.orders.pendingUnitReturns(10, sale.id)).toEqual([]);
  });

  test('frees unit and buyer for another order', async () => {
    const sale = await createSale(database);
    const order = await buy(database, sale, 1);
    await database.orders.refund(order.id, { returnUnit: true });
    const again = await database.committer.commit(newOrder(sale, 1, { fence: 1_000_000_099 }));
    expect(again.kind).toBe('committed');
  });

  test('remembers that the unit still has to go back to the line, until it did', async () => {
    const sale = await createSale(database);
    const order = await buy(database, sale, 1);
    await database.orders.refund(order.id, { returnUnit: true });
    expect(await database.orders.pendingUnitReturns(10, sale.id)).toMatchObject([{ unit: 1 }]);
    expect(await database.orders.unitReturned(order.id)).toBe(true);
    expect(await database.orders.unitReturned(order.id)).toBe(false);
    expect(await database.orders.pendingUnitReturns(10, sale.id)).toEqual([]);
  });

  test('sends captured money back, and lets uncaptured money go', async () => {
    const sale = await createSale(database);
    const captured = await buy(database, sale, 1);
    await database.orders.setPayment(captured, 'capture pending', 'captured');
    const early = await buy(database, sale, 2);
    const failed = await buy(database, sale, 3);
    const options = { returnUnit: true };
    expect(await database.orders.refund(captured.id, options)).toMatchObject({
      order: { payment: 'refund pending' },
    });
    expect(await database.orders.refund(early.id, options)).toMatchObject({
      order: { payment: 'cancel pending' },
    });
    expect(
      await database.orders.refund(failed.id, { ...options, captureFailed: true }),
    ).toMatchObject({ order: { payment: 'failed' } });
  });

  test('gets through beside a committer that is never idle', async () => {
    const sale = await createSale(database, { startingQuantity: 5_000 });
    const refunded = await Promise.all(range(1, 10).map((n) => buy(database, sale, n)));
    const outcomes = await whileSelling(database, sale, 10, () =>
      Promise.all(refunded.map((order) => database.orders.refund(order.id, { returnUnit: true }))),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array(10).fill('refunded'));
    expect(await left(sale.id)).toBe(sale.stock - (await database.orders.countLive(sale.id)));
  });
});
