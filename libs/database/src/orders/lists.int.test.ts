import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSale, newOrder } from '../testing/builders.ts';
import { buy } from '../testing/buying.ts';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';
import type { Sale } from '../types.ts';

let database: TestDatabase;
let sale: Sale;
let other: Sale;
beforeAll(async () => {
  database = await openTestDatabase();
  sale = await createSale(database);
  other = await createSale(database);
  for (const n of [1, 2, 3]) {
    await buy(database, sale, n);
  }
  await buy(database, other, 1);
  await database.orders.insertVoid(newOrder(sale, 9, { buyer: 'g1' }));
});
afterAll(() => database.drop());

const units = (page: { items: { unit: number }[] }) => page.items.map(({ unit }) => unit);

describe('lists of orders', () => {
  test('page through everything once, newest first, and never show a void', async () => {
    const first = await database.orders.adminList({ saleId: sale.id, limit: 2 });
    const second = await database.orders.adminList({ saleId: sale.id, limit: 2, page: 2 });
    expect(first.total).toBe(3);
    expect([...units(first), ...units(second)]).toEqual([3, 2, 1]);
  });

  test('find by whole e-mail, by a part of it, and by order id', async () => {
    const byEmail = await database.orders.adminList({ email: 'BUYER2@example.com' });
    expect(units(byEmail)).toEqual([2]);
    expect(units(await database.orders.adminList({ saleId: sale.id, q: 'yer3@' }))).toEqual([3]);
    const id = byEmail.items[0]?.id ?? '';
    expect(units(await database.orders.adminList({ q: id }))).toEqual([2]);
  });

  test('take what people type as text, not as a pattern', async () => {
    expect((await database.orders.adminList({ q: '.*' })).total).toBe(0);
    expect((await database.orders.adminList({ q: '(' })).total).toBe(0);
  });

  test('show a buyer only the own orders, and without a proof none', async () => {
    expect((await database.orders.ofBuyers([], {})).items).toEqual([]);
    expect((await database.orders.ofBuyers([{ buyer: 'g1' }], {})).total).toBe(2);
    const mine = await database.orders.ofBuyers([{ buyer: 'g1', saleId: other.id }], {});
    expect(mine.items.map(({ saleId }) => saleId)).toEqual([other.id]);
  });

  test('filter by what became of the payment', async () => {
    await database.orders.setPayment(
      { saleId: sale.id, fence: 1_000_000_001 },
      'capture pending',
      'captured',
    );
    const paid = await database.orders.adminList({
      saleId: sale.id,
      match: [{ status: 'paid', payment: ['captured'] }],
    });
    expect(units(paid)).toEqual([1]);
  });

  test('keep to the time that was asked for, both ends included, in either order', async () => {
    const all = await database.orders.adminList({ saleId: sale.id });
    const [newest, middle, oldest] = all.items.map(({ createdAt }) => createdAt);
    const between = await database.orders.adminList({ saleId: sale.id, from: oldest, to: middle });
    expect(between.items.every(({ createdAt }) => createdAt <= (middle ?? 0))).toBe(true);
    expect(between.items.length).toBeGreaterThanOrEqual(2);
    const after = await database.orders.adminList({ saleId: sale.id, from: (newest ?? 0) + 1 });
    expect(after.total).toBe(0);
    const up = await database.orders.adminList({ saleId: sale.id, order: 'asc' });
    expect(units(up)).toEqual([1, 2, 3]);
  });

  test('export agrees with the list, however it is filtered', async () => {
    const filters = [
      {},
      { email: 'buyer2@example.com' },
      { q: 'yer1@' },
      { q: 'yer1@', saleId: other.id },
      { match: [{ status: 'paid', payment: ['capture pending', 'captured'] }] as const },
      { saleId: sale.id, from: 0, to: Date.now(), order: 'asc' as const },
    ];
    for (const filter of filters) {
      const rows: string[] = [];
      for await (const { id } of database.orders.export(filter)) {
        rows.push(id);
      }
      const listed = await database.orders.adminList({ ...filter, limit: 100 });
      expect(rows.length).toBeGreaterThan(0);
      expect(rows).toEqual(listed.items.map(({ id }) => id));
    }
  });

  test('export streams what the list shows', async () => {
    const rows: number[] = [];
    for await (const { unit } of database.orders.export({ saleId: sale.id })) {
      rows.push(unit);
    }
    expect(rows).toEqual([3, 2, 1]);
  });

  test('forget a person, and keep the order', async () => {
    const person = { email: 'buyer2@example.com', buyers: ['g2'] };
    expect((await database.orders.ofPerson(person)).map(({ unit }) => unit)).toEqual([2]);
    expect(await database.orders.forgetPerson(person)).toBe(1);
    expect(await database.orders.forgetPerson(person)).toBe(0);
    const order = (await database.orders.ofBuyers([{ buyer: 'g2' }], {})).items[0];
    expect(order).toMatchObject({ email: '', contact: null, unit: 2, live: true });
    expect(await database.orders.forgetPeople(sale.id, 1)).toBe(2);
    expect(await database.orders.forgetPeople(sale.id, 10)).toBe(0);
  });
});

describe('orders that own a unit', () => {
  test('are found by unit, by buyer and one by one, without e-mails where they are not needed', async () => {
    const byUnits = await database.orders.liveByUnits(sale.id, [2, 3, 77]);
    expect(byUnits.map(({ buyer }) => buyer).sort()).toEqual(['g2', 'g3']);
    expect(byUnits[0]).not.toHaveProperty('email');
    expect(await database.orders.liveByBuyer(sale.id, 'g3')).toMatchObject({ unit: 3 });
    expect(await database.orders.liveByBuyer(sale.id, 'g9')).toBeNull();
    const all: number[] = [];
    for await (const order of database.orders.liveOf(sale.id)) {
      all.push(order.unit);
    }
    expect(all).toEqual([1, 2, 3]);
  });
});
