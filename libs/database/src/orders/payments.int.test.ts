import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSale, newOrder } from '../testing/builders.ts';
import { buy } from '../testing/buying.ts';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

describe('payments under way', () => {
  test('none is forgotten: orders to capture and voids to cancel are listed until they are final', async () => {
    const { orders } = database;
    const sale = await createSale(database);
    const order = await buy(database, sale, 1);
    await orders.insertVoid(newOrder(sale, 2));
    const due = await orders.pendingPayments(10);
    expect(due).toMatchObject([
      { kind: 'order', fence: order.fence, payment: 'capture pending' },
      { kind: 'void', fence: 1_000_000_002, payment: 'cancel pending' },
    ]);
    expect(await orders.setPayment(order, 'capture pending', 'captured')).toBe(true);
    expect(
      await orders.setPayment(
        { saleId: sale.id, fence: 1_000_000_002 },
        'cancel pending',
        'cancelled',
      ),
    ).toBe(true);
    expect(await orders.pendingPayments(10)).toEqual([]);
  });

  test('one that moved on in the meantime is not moved again', async () => {
    const sale = await createSale(database);
    const order = await buy(database, sale, 1);
    await database.orders.refund(order.id, { returnUnit: true });
    expect(await database.orders.setPayment(order, 'capture pending', 'captured')).toBe(false);
    expect((await database.orders.byId(order.id))?.payment).toBe('cancel pending');
  });

  test('one that cannot be finished now does not stand in the way of the others', async () => {
    const sale = await createSale(database);
    const first = await buy(database, sale, 1);
    const second = await buy(database, sale, 2);
    const fences = async () =>
      (await database.orders.pendingPayments(100))
        .filter((one) => one.saleId === sale.id)
        .map((one) => one.fence);
    expect(await fences()).toEqual([first.fence, second.fence]);
    await database.orders.setPayment(first, 'capture pending', 'capture pending');
    expect(await fences()).toEqual([second.fence, first.fence]);
  });

  test('one that several workers see at the same time is taken by one of them, and goes to the end', async () => {
    const sale = await createSale(database);
    const first = await buy(database, sale, 1);
    const second = await buy(database, sale, 2);
    const own = async () =>
      (await database.orders.pendingPayments(100)).filter((one) => one.saleId === sale.id);
    const [due] = await own();
    if (due?.fence !== first.fence) {
      throw new Error('the oldest one comes first');
    }
    const taken = await Promise.all([1, 2, 3].map(() => database.orders.takePayment(due)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect((await own()).map((one) => one.fence)).toEqual([second.fence, first.fence]);
  });

  test('leaves alone what the process that sold it is still busy with', async () => {
    const sale = await createSale(database);
    const { createdAt } = await buy(database, sale, 1);
    const due = await database.orders.pendingPayments(100, createdAt - 1);
    expect(due.filter((one) => one.saleId === sale.id)).toEqual([]);
  });

  test('one whose time lies far ahead, because a clock was set back since, does not wait for that time', async () => {
    const sale = await createSale(database);
    const { fence, createdAt } = await buy(database, sale, 1);
    const hour = 3_600_000;
    const due = await database.orders.pendingPayments(100, createdAt - hour);
    expect(due.filter((one) => one.saleId === sale.id)).toMatchObject([{ fence }]);
  });
});
