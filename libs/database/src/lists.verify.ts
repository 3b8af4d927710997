import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditSearch } from './audit/audit.ts';
import { pageOf, type Search } from './connection/pages.ts';
import { orderSearch } from './orders/lists.ts';
import { newOrderDoc } from './orders/mapping.ts';
import { createSale, newOrder, range } from './testing/builders.ts';
import { openTestDatabase, type TestDatabase } from './testing/database.ts';

const ROWS = 100_000;
const DAY = 86_400_000;

let database: TestDatabase;
let saleId: string;
const start = Date.now() - DAY;
const times: Record<string, string> = {};

beforeAll(async () => {
  database = await openTestDatabase();
  const sale = await createSale(database, { startingQuantity: ROWS });
  const other = await createSale(database, { startingQuantity: ROWS });
  saleId = sale.id;
  for (let from = 1; from <= ROWS; from += 5_000) {
    const numbers = range(from, from + 4_999);
    await database.db.collection('orders').insertMany(
      numbers.map((n) => {
        const doc = newOrderDoc(newOrder(n % 10 === 0 ? other : sale, n), new Date(start + n));
        if (n % 1_000 === 0) {
          return { ...doc, status: 'refunded', payment: 'refunded' };
        }
        return { ...doc, payment: n % 2 === 0 ? 'captured' : 'capture pending' };
      }),
    );
    await database.db.collection('auditlog').insertMany(
      numbers.map((n) => ({
        at: new Date(start + n),
        actor: { id: `u${n % 50}`, email: `u${n % 50}@example.org`, role: 'operator' },
        action: n % 100 === 0 ? 'order.refund' : 'sale.pause',
        flashSaleId: n % 500 === 0 ? new mongoose.mongo.ObjectId(saleId) : null,
        subject: null,
        reason: `Reason number ${n}`,
        before: null,
        after: { n },
        ip: null,
        requestId: `r${n}`,
      })),
    );
  }
}, 600_000);
afterAll(async () => {
  console.table(times);
  await database.drop();
});

/** What MongoDB looked at for one page and for the number of all rows. */
async function cost(collection: string, { query, sort, hint }: Search, page: number) {
  const { skip, limit } = pageOf({ page, limit: 100 });
  const from = database.db.collection(collection);
  const rows = await from
    .find(query, { sort, hint, skip, limit, projection: { _id: 1 } })
    .explain('executionStats');
  const count = await from
    .aggregate([{ $match: query }, { $group: { _id: 1, n: { $sum: 1 } } }], { hint })
    .explain('executionStats');
  const text = JSON.stringify([rows.queryPlanner, count.queryPlanner ?? count.stages]);
  const counted = count.executionStats ?? count.stages[0].$cursor.executionStats;
  return {
    text,
    docs: Math.max(rows.executionStats.totalDocsExamined, counted.totalDocsExamined),
    keys: Math.max(rows.executionStats.totalKeysExamined, counted.totalKeysExamined),
  };
}

const paid = [{ status: 'paid', payment: ['capture pending', 'captured'] }] as const;
const refunded = [
  { status: 'refunded', payment: ['refunded', 'refund pending'] },
  { status: 'paid', payment: ['refund pending'] },
] as const;

describe(`orders, ${ROWS} of them`, () => {
  test.each([
    ['all', () => ({})],
    ['of a sale', () => ({ saleId })],
    ['of a sale, oldest first', () => ({ saleId, order: 'asc' as const })],
    ['of a time', () => ({ from: start + 1_000, to: start + 90_000 })],
    ['of a sale and time', () => ({ saleId, from: start + 1_000 })],
    ['paid', () => ({ match: paid })],
    ['of a sale, paid', () => ({ saleId, match: paid })],
    ['of a sale, refunded', () => ({ saleId, match: refunded })],
    ['of an address', () => ({ email: 'buyer77@example.com' })],
    ['with a part of an address', () => ({ saleId, q: 'er9999' })],
    ['with a part of every address', () => ({ saleId, q: 'example' })],
  ])('%s: only rows that are shown are read, on the last page too', async (name, filterOf) => {
    const filter = filterOf();
    for (const page of [1, 900]) {
      const { text, docs, keys } = await cost('orders', orderSearch(filter), page);
      expect(text).toContain('IXSCAN');
      expect(text).not.toContain('COLLSCAN');
      expect(docs).toBe(0);
      expect(keys).toBeLessThanOrEqual(ROWS + 1_000);
      const before = performance.now();
      await database.orders.adminList({ ...filter, page, limit: 100 });
      times[`orders ${name}, page ${page}`] = `${Math.round(performance.now() - before)} ms`;
    }
  });

  test('refunded ones are found without looking at the others', async () => {
    const { keys } = await cost('orders', orderSearch({ match: refunded }), 1);
    expect(keys).toBeLessThan(1_000);
  });
});

describe(`the audit log, ${ROWS} entries`, () => {
  test.each([
    ['all', () => ({}), 0],
    ['of a time', () => ({ from: start + 5_000 }), 0],
    // Words are read on the entries themselves.
    ['with a word', () => ({ q: 'number 777' }), ROWS],
    ['of a person', () => ({ actor: 'u7' }), 0],
    ['of an address', () => ({ actor: 'u7@example.org' }), 0],
    ['of an action', () => ({ action: 'order.refund' }), 0],
    ['of a sale', () => ({ saleId }), 0],
    // The narrower index leads to the rows; the rest is looked up on them, and they are few.
    ['of a sale and action', () => ({ saleId, action: 'order.refund' }), 1_000],
  ])('%s: reads what it shows', async (name, filterOf, docsMax) => {
    const filter = filterOf();
    for (const page of [1, 900]) {
      const { text, docs, keys } = await cost('auditlog', auditSearch(filter), page);
      expect(text).toContain('IXSCAN');
      expect(text).not.toContain('COLLSCAN');
      expect(docs).toBeLessThanOrEqual(docsMax);
      expect(keys).toBeLessThanOrEqual(ROWS + 1_000);
      const before = performance.now();
      await database.audit.list({ ...filter, page, limit: 100 });
      times[`audit ${name}, page ${page}`] = `${Math.round(performance.now() - before)} ms`;
    }
  });
});
