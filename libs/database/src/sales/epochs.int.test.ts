import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSale, range } from '../testing/builders.ts';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

describe('the epoch of a sale', () => {
  test('is raised by one of several restorers', async () => {
    const sale = await createSale(database);
    const other = await database.connectAgain();
    const raised = await Promise.all(
      range(1, 10).map((n) =>
        (n % 2 ? database : other).sales.raiseEpoch(sale.id, 1, 1_700_000_000_000),
      ),
    );
    const winners = raised.filter((one) => one !== null);
    expect(winners).toHaveLength(1);
    expect(winners[0]).toMatchObject({
      epoch: 2,
      restoring: { epoch: 2, since: 1_700_000_000_000 },
    });
  });

  test('keeps one mark per older epoch: tickets are judged by the first one written', async () => {
    const sale = await createSale(database);
    await database.sales.raiseEpoch(sale.id, 1, Date.now());
    await database.sales.putMark(sale.id, 2, { epoch: 1, seq: 1_000_000_007 });
    const again = await database.sales.putMark(sale.id, 2, { epoch: 1, seq: 1_000_000_099 });
    expect(again?.marks).toEqual([{ epoch: 1, seq: 1_000_000_007 }]);
  });

  test('refuses the end of a restore that was overtaken', async () => {
    const sale = await createSale(database);
    await database.sales.raiseEpoch(sale.id, 1, Date.now());
    await database.sales.raiseEpoch(sale.id, 2, Date.now());
    expect(await database.sales.finishRestore(sale.id, 2)).toBeNull();
    expect(await database.sales.putMark(sale.id, 2, { epoch: 1, seq: 1 })).toBeNull();
    expect((await database.sales.finishRestore(sale.id, 3))?.restoring).toBeNull();
  });

  test('is never raised for drafts and archived sales', async () => {
    const draft = await createSale(database, { status: 'draft' });
    expect(await database.sales.raiseEpoch(draft.id, 0, Date.now())).toBeNull();
    const sale = await createSale(database);
    await database.sales.update(sale.id, { status: 'archived' });
    expect(await database.sales.raiseEpoch(sale.id, 1, Date.now())).toBeNull();
  });
});
