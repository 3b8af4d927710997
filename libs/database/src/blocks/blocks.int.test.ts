import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSale } from '../testing/builders.ts';
import { buy, whileSelling } from '../testing/buying.ts';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';
import type { Block } from './contract.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

function block(saleId: string, b: number, hash = `hash ${b}`): Block {
  return {
    saleId,
    epoch: 1,
    b,
    from: b * 2 + 1,
    to: b * 2 + 2,
    prev: `hash ${b - 1}`,
    hash,
    at: 1_700_000_000_000 + b,
    entries: [`v1 join leaf${b}`, `v1 join leafz${b}`],
    people: [
      { leaf: `leaf${b}`, buyer: `g${b}` },
      { leaf: `leafz${b}`, buyer: 'gz' },
    ],
  };
}

describe('blocks', () => {
  test('cannot fork: of two writers of one number the second learns what stands there', async () => {
    const { id } = await createSale(database);
    const other = await database.connectAgain();
    const outcomes = await Promise.all([
      database.blocks.append(block(id, 0, 'mine')),
      other.blocks.append(block(id, 0, 'yours')),
    ]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['stored', 'taken']);
    const [stored] = await database.blocks.read(id, 0, 1);
    const taken = outcomes.find((one) => one.kind === 'taken');
    expect(taken).toMatchObject({ head: { b: 0, hash: stored?.hash } });
  });

  test('the same block again is stored already: its first answer was lost', async () => {
    const { id } = await createSale(database);
    await database.blocks.append(block(id, 0));
    expect(await database.blocks.append(block(id, 0))).toEqual({ kind: 'stored' });
    expect(await database.blocks.read(id, 0, 10)).toHaveLength(1);
  });

  test('come back in order, and in public without the people', async () => {
    const { id } = await createSale(database);
    for (const b of [0, 1, 2]) {
      await database.blocks.append(block(id, b));
    }
    expect(await database.blocks.read(id, 1, 2)).toEqual([block(id, 1), block(id, 2)]);
    const [first] = await database.blocks.readPublic(id, 0, 1);
    expect(first).not.toHaveProperty('people');
    expect(first).toMatchObject({ entries: block(id, 0).entries });
    expect(await database.blocks.last(id)).toMatchObject({ b: 2, hash: 'hash 2', to: 6 });
    expect(await database.blocks.last('65a000000000000000000001')).toBeNull();
  });

  test('forget a person without touching what is hashed', async () => {
    const { id } = await createSale(database);
    await database.blocks.append(block(id, 0));
    await database.blocks.append(block(id, 1));
    expect(await database.blocks.forget(id, 'gz')).toBe(2);
    const [first] = await database.blocks.read(id, 0, 1);
    expect(first).toEqual({ ...block(id, 0), people: [{ leaf: 'leaf0', buyer: 'g0' }] });
    expect(await database.blocks.forgetSale(id, 1)).toBe(2);
    expect(await database.blocks.forgetSale(id, 10)).toBe(0);
  });

  test('forget all buyers of a long sale in one walk through it', async () => {
    const { id } = await createSale(database);
    for (let b = 0; b < 100; b += 1) {
      await database.blocks.append(block(id, b));
    }
    await database.db.command({ profile: 2 });
    expect(await database.blocks.forgetSale(id, 2)).toBe(100);
    await database.db.command({ profile: 0 });
    const work = await database.db
      .collection('system.profile')
      .find({ ns: `${database.db.databaseName}.blocks` })
      .toArray();
    const read = work.reduce((sum, { docsExamined }) => sum + (docsExamined ?? 0), 0);
    // Each block is found and changed. By searching again for each two it would be thousands.
    expect(read).toBeGreaterThanOrEqual(200);
    expect(read).toBeLessThan(400);
  });
});

describe('a snapshot', () => {
  test('shows counter and orders of one moment, whatever is sold while it is read', async () => {
    const sale = await createSale(database, { startingQuantity: 5_000 });
    await buy(database, sale, 1);
    await database.blocks.append(block(sale.id, 0));
    await whileSelling(database, sale, 1, async () => {
      for (let round = 0; round < 10; round += 1) {
        const snapshot = await database.blocks.readSnapshot(sale.id);
        const left = snapshot.sale?.currentQuantity ?? Number.NaN;
        expect(snapshot.orders.length).toBe(sale.stock - left);
        expect(snapshot.blocks).toHaveLength(1);
      }
    });
  });

  test('does not see what comes after its first read', async () => {
    const sale = await createSale(database);
    await database.blocks.withSnapshot(sale.id, async ({ orders, blocks }) => {
      await buy(database, sale, 1);
      await database.blocks.append(block(sale.id, 0));
      for await (const seen of orders()) {
        expect.fail(`saw ${seen.id}`);
      }
      for await (const seen of blocks()) {
        expect.fail(`saw ${seen.b}`);
      }
    });
    expect((await database.blocks.readSnapshot(sale.id)).orders).toHaveLength(1);
  });

  test('of a sale that is not there is empty', async () => {
    const snapshot = await database.blocks.readSnapshot('65a000000000000000000001');
    expect(snapshot).toEqual({ sale: null, orders: [], blocks: [] });
  });
});
