import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSale } from './testing/builders.ts';
import { openTestDatabase, type TestDatabase } from './testing/database.ts';
import type { SalePicture } from './types.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

const NOW = 1_800_000_000_000;
const named = (hash: string): SalePicture => ({ hash, type: 'image/png', width: 1, height: 1 });

describe('pictures', () => {
  test('come back byte for byte, each sale its own', async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 0]);
    await database.pictures.put('65a000000000000000000001', named('a'), bytes, NOW);
    const found = await database.pictures.read('65a000000000000000000001', 'a');
    expect(found).toEqual({ type: 'image/png', bytes });
    expect(await database.pictures.read('65a000000000000000000002', 'a')).toBeNull();
    expect(await database.pictures.read('65a000000000000000000001', 'b')).toBeNull();
  });

  test('one that is shown, or was sent a moment ago, outlives tidying up', async () => {
    const [mine, other] = ['65a000000000000000000003', '65a000000000000000000004'];
    const put = (sale: string, hash: string, at: number) =>
      database.pictures.put(sale, named(hash), Buffer.from(hash), at);
    await put(mine, 'shown', NOW - 100);
    await put(mine, 'old', NOW - 100);
    await put(mine, 'again', NOW - 100);
    await put(mine, 'again', NOW);
    await put(other, 'old', NOW - 100);
    await database.pictures.tidy(mine, 'shown', NOW);
    const left = async (sale: string, hash: string) =>
      (await database.pictures.read(sale, hash)) !== null;
    expect([
      await left(mine, 'shown'),
      await left(mine, 'old'),
      await left(mine, 'again'),
      await left(other, 'old'),
    ]).toEqual([true, false, true, true]);
  });

  test('go with their sale', async () => {
    const [sale, other] = [await createSale(database), await createSale(database)];
    for (const { id } of [sale, other]) {
      await database.pictures.put(id, named('a'), Buffer.from('a'), NOW);
    }
    expect(await database.sales.remove(sale.id, sale)).toEqual({ kind: 'removed' });
    expect(await database.pictures.read(sale.id, 'a')).toBeNull();
    expect(await database.pictures.read(other.id, 'a')).not.toBeNull();
  });
});
