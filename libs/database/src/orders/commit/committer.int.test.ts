import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSale, newOrder, range } from '../../testing/builders.ts';
import { openTestDatabase, type TestDatabase } from '../../testing/database.ts';
import type { CommitOutcome, Sale } from '../../types.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

function kinds(outcomes: readonly CommitOutcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of outcomes) {
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** The counter and the orders tell the same story (I1). */
async function expectSold(sale: Sale, sold: number): Promise<void> {
  const after = await database.sales.get(sale.id);
  expect(after?.currentQuantity).toBe(sale.stock - sold);
  expect(await database.orders.countLive(sale.id)).toBe(sold);
}

describe('group commit', () => {
  test('cannot store more orders than units, however many ask at once', async () => {
    const sale = await createSale(database, { startingQuantity: 10 });
    const outcomes = await Promise.all(
      range(1, 60).map((n) => database.committer.commit(newOrder(sale, n))),
    );
    expect(kinds(outcomes)).toEqual({ committed: 10, sold_out: 50 });
    await expectSold(sale, 10);
  });

  test('gives the last units to those who asked first', async () => {
    const sale = await createSale(database, { startingQuantity: 3 });
    const outcomes = await Promise.all(
      range(1, 5).map((n) => database.committer.commit(newOrder(sale, n))),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      'committed',
      'committed',
      'committed',
      'sold_out',
      'sold_out',
    ]);
  });

  test('answers with the order that can be read back, its e-mail in one spelling', async () => {
    const sale = await createSale(database);
    const outcome = await database.committer.commit(
      newOrder(sale, 1, { email: ' Ann@Example.COM ', contact: { name: 'Ann', phone: null } }),
    );
    expect(outcome.kind).toBe('committed');
    const order = outcome.kind === 'committed' ? outcome.order : null;
    expect(order).toMatchObject({ email: 'ann@example.com', payment: 'capture pending' });
    expect(await database.orders.byId(order?.id ?? '')).toEqual(order);
    expect(await database.orders.byFence(sale.id, order?.fence ?? 0)).toEqual({
      kind: 'order',
      order,
    });
  });

  test('names what stands in the way of a duplicate and lets its neighbours through', async () => {
    const sale = await createSale(database, { startingQuantity: 100 });
    await Promise.all(
      [1, 2, 3].map((n) =>
        database.committer.commit(newOrder(sale, n, { fence: 1_000_000_900 + n })),
      ),
    );
    const asked = range(11, 40).map((n) => newOrder(sale, n));
    asked.splice(5, 0, newOrder(sale, 101, { buyer: 'g1' }));
    asked.splice(12, 0, newOrder(sale, 102, { unit: 2 }));
    asked.splice(20, 0, newOrder(sale, 103, { fence: 1_000_000_903 }));
    const outcomes = await Promise.all(asked.map((order) => database.committer.commit(order)));
    expect(outcomes[5]).toEqual({ kind: 'duplicate', on: 'buyer' });
    expect(outcomes[12]).toEqual({ kind: 'duplicate', on: 'unit' });
    expect(outcomes[20]).toEqual({ kind: 'duplicate', on: 'fence' });
    expect(kinds(outcomes)).toEqual({ committed: 30, duplicate: 3 });
    await expectSold(sale, 33);
  });

  test('a crowd that confirms twice does not hold up the ones who confirm once', async () => {
    const sale = await createSale(database, { startingQuantity: 400 });
    const first = range(1, 150).map((n) => newOrder(sale, n));
    await Promise.all(first.map((order) => database.committer.commit(order)));
    const fresh = range(151, 200).map((n) => newOrder(sale, n));
    const startedAt = Date.now();
    const outcomes = await Promise.all(
      [...first, ...fresh].map((order) => database.committer.commit(order)),
    );
    expect(kinds(outcomes)).toEqual({ committed: 50, duplicate: 150 });
    expect(Date.now() - startedAt).toBeLessThan(2_000);
    await expectSold(sale, 200);
  });

  test('sells once to a buyer who sends the same confirm many times', async () => {
    const sale = await createSale(database);
    const outcomes = await Promise.all(
      range(1, 20).map((n) =>
        database.committer.commit(newOrder(sale, 1, { fence: 1_000_000_000 + n })),
      ),
    );
    expect(kinds(outcomes)).toEqual({ committed: 1, duplicate: 19 });
    await expectSold(sale, 1);
  });

  test('writes nothing for an epoch that has passed, also when it passes between two batches', async () => {
    const sale = await createSale(database, { startingQuantity: 500 });
    const before = range(1, 100).map((n) => database.committer.commit(newOrder(sale, n)));
    const raised = database.sales.raiseEpoch(sale.id, 1, Date.now());
    const after = range(101, 200).map((n) => database.committer.commit(newOrder(sale, n)));
    const outcomes = await Promise.all([...before, ...after]);
    expect((await raised)?.epoch).toBe(2);
    const stale = await database.committer.commit(newOrder(sale, 300));
    expect(stale).toEqual({ kind: 'epoch' });
    const counts = kinds(outcomes);
    expect((counts.committed ?? 0) + (counts.epoch ?? 0)).toBe(200);
    await expectSold(sale, counts.committed ?? 0);
  });

  test('tells a deleted sale from one that is sold out', async () => {
    const sale = await createSale(database);
    expect(await database.sales.remove(sale.id, sale)).toEqual({ kind: 'removed' });
    expect(await database.committer.commit(newOrder(sale, 1))).toEqual({ kind: 'epoch' });
  });

  test('answers a dead deadline with unknown and never tries that order again', async () => {
    const sale = await createSale(database);
    const outcome = await database.committer.commit(newOrder(sale, 1), { deadlineMs: 0 });
    expect(outcome).toEqual({ kind: 'unknown' });
    await database.committer.commit(newOrder(sale, 2));
    expect(await database.orders.byFence(sale.id, 1_000_000_001)).toBeNull();
    await expectSold(sale, 1);
  });
});

describe('committers of several processes on one sale', () => {
  test('sell each unit once, and none of them starves', async () => {
    const sale = await createSale(database, { startingQuantity: 900 });
    const processes = [database, await database.connectAgain(), await database.connectAgain()];
    let next = 0;
    const perProcess = await Promise.all(
      processes.map(async ({ committer }) => {
        const outcomes = await Promise.all(
          range(1, 32).map(async () => {
            const mine: CommitOutcome[] = [];
            while (next < 1_000) {
              next += 1;
              mine.push(await committer.commit(newOrder(sale, next)));
            }
            return mine;
          }),
        );
        return kinds(outcomes.flat());
      }),
    );
    const total = perProcess.reduce((sum, counts) => sum + (counts.committed ?? 0), 0);
    expect(total).toBe(900);
    expect(perProcess.map((counts) => counts.unknown ?? 0)).toEqual([0, 0, 0]);
    await expectSold(sale, 900);
  });
});
