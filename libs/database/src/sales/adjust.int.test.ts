import { mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSale, newOrder, range } from '../testing/builders.ts';
import { buy } from '../testing/buying.ts';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

const done = { kind: 'done' } as const;

describe('changing the stock of a sale', () => {
  test('upwards counts at once, before Redis hands the units out', async () => {
    const sale = await createSale(database);
    const begun = await database.sales.beginAdjust(sale.id, { id: 'a', by: 5 });
    expect(begun).toMatchObject({ kind: 'begun', sale: { stock: 15, currentQuantity: 15 } });
    const finished = await database.sales.finishAdjust(sale.id, 'a', { epoch: 1 }, done);
    expect(finished).toMatchObject({ kind: 'finished', sale: { stock: 15, currentQuantity: 15 } });
  });

  test('downwards is an intent until Redis has taken the units away', async () => {
    const sale = await createSale(database);
    const begun = await database.sales.beginAdjust(sale.id, { id: 'a', by: -4 });
    expect(begun).toMatchObject({ kind: 'begun', sale: { stock: 10, currentQuantity: 10 } });
    expect((await database.sales.listLive()).find(({ id }) => id === sale.id)?.adjusting).toBe(
      true,
    );
    const finished = await database.sales.finishAdjust(sale.id, 'a', { epoch: 1 }, done);
    expect(finished).toMatchObject({ kind: 'finished', sale: { stock: 6, currentQuantity: 6 } });
    expect((await database.sales.listLive()).find(({ id }) => id === sale.id)?.adjusting).toBe(
      false,
    );
  });

  test('happens once per id, however often it is begun and finished', async () => {
    const sale = await createSale(database);
    const begun = await Promise.all(
      range(1, 5).map(() => database.sales.beginAdjust(sale.id, { id: 'a', by: 5 })),
    );
    expect(begun.filter(({ kind }) => kind === 'begun')).toHaveLength(1);
    await database.sales.beginAdjust(sale.id, { id: 'b', by: -3 });
    const finished = await Promise.all(
      range(1, 5).map(() => database.sales.finishAdjust(sale.id, 'b', { epoch: 1 }, done)),
    );
    expect(finished.filter(({ kind }) => kind === 'finished')).toHaveLength(1);
    expect(await database.sales.get(sale.id)).toMatchObject({ stock: 12, currentQuantity: 12 });
  });

  test('a refused "down" leaves the stock as it was and keeps the floor', async () => {
    const sale = await createSale(database);
    await database.sales.beginAdjust(sale.id, { id: 'a', by: -9 });
    const verdict = { kind: 'refused', floor: 4 } as const;
    const finished = await database.sales.finishAdjust(sale.id, 'a', { epoch: 1 }, verdict);
    expect(finished).toMatchObject({
      kind: 'finished',
      sale: { stock: 10, currentQuantity: 10, adjusts: [{ state: 'refused', floor: 4 }] },
    });
  });

  test('never goes below the orders there are', async () => {
    const sale = await createSale(database);
    await Promise.all(range(1, 7).map((n) => buy(database, sale, n)));
    expect(await database.sales.beginAdjust(sale.id, { id: 'a', by: -4 })).toMatchObject({
      kind: 'refused',
      floor: 7,
    });
    await database.sales.beginAdjust(sale.id, { id: 'b', by: -3 });
    await database.committer.commit(newOrder(sale, 8));
    expect(await database.sales.finishAdjust(sale.id, 'b', { epoch: 1 }, done)).toMatchObject({
      kind: 'short',
    });
    expect(await database.sales.get(sale.id)).toMatchObject({ stock: 10, currentQuantity: 2 });
  });

  test('downwards counts what others have begun to take away, so that two cuts at once leave a unit', async () => {
    const sale = await createSale(database);
    const cut = (id: string) => database.sales.beginAdjust(sale.id, { id, by: -5 });
    const outcomes = await Promise.all(['a', 'b'].map(cut));
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['begun', 'refused']);
    expect(outcomes).toContainEqual(expect.objectContaining({ kind: 'refused', floor: 6 }));
    for (const id of ['a', 'b']) {
      await database.sales.finishAdjust(sale.id, id, { epoch: 1 }, done);
    }
    expect(await database.sales.get(sale.id)).toMatchObject({ stock: 5, currentQuantity: 5 });
    expect(await cut('c')).toMatchObject({ kind: 'refused', floor: 1 });
  });

  test('does not believe what the Redis of an older epoch said', async () => {
    const sale = await createSale(database);
    await database.sales.beginAdjust(sale.id, { id: 'a', by: -4 });
    await database.sales.raiseEpoch(sale.id, 1, Date.now());
    expect(await database.sales.finishAdjust(sale.id, 'a', { epoch: 1 }, done)).toEqual({
      kind: 'epoch',
    });
    expect(await database.sales.get(sale.id)).toMatchObject({ stock: 10 });
  });

  test('is the same change for the same request, until the request is old', async () => {
    const sale = await createSale(database);
    const ask = (id: string) => database.sales.beginAdjust(sale.id, { id, by: 5, request: 'r1' });
    const [first, ...rest] = await Promise.all(['a', 'b', 'c'].map(ask));
    const kinds = [first, ...rest].map((outcome) => outcome?.kind).sort();
    expect(kinds).toEqual(['already', 'already', 'begun']);
    expect(await database.sales.get(sale.id)).toMatchObject({ stock: 15 });
    const past = { $set: { 'adjusts.0.at': new Date(Date.now() - 601_000) } };
    const _id = new mongo.ObjectId(sale.id);
    await database.db.collection('flashsales').updateOne({ _id }, past);
    expect(await ask('d')).toMatchObject({ kind: 'begun', sale: { stock: 20 } });
  });

  test('moves the version with the stock, and not when it is refused', async () => {
    const sale = await createSale(database);
    const version = async () => (await database.sales.get(sale.id))?.version;
    await database.sales.beginAdjust(sale.id, { id: 'up', by: 5 });
    expect(await version()).toBe(2);
    await database.sales.finishAdjust(sale.id, 'up', { epoch: 1 }, done);
    await database.sales.beginAdjust(sale.id, { id: 'down', by: -5 });
    expect(await version()).toBe(2);
    await database.sales.finishAdjust(sale.id, 'down', { epoch: 1 }, done);
    expect(await version()).toBe(3);
    await database.sales.beginAdjust(sale.id, { id: 'no', by: -5 });
    await database.sales.finishAdjust(sale.id, 'no', { epoch: 1 }, { kind: 'refused', floor: 8 });
    expect(await version()).toBe(3);
    const stale = await database.sales.beginAdjust(sale.id, { id: 'x', by: 1, version: 2 });
    expect(stale).toEqual({ kind: 'conflict' });
  });

  test('takes an edit along: at once when units come, with the answer of Redis when they go', async () => {
    const sale = await createSale(database);
    const name = async () => (await database.sales.get(sale.id))?.name;
    await database.sales.beginAdjust(sale.id, { id: 'up', by: 5, edit: { name: 'A' } });
    expect(await name()).toBe('A');
    const [endsAt, edit] = [sale.endsAt + 1_000, { name: 'B', endsAt: sale.endsAt + 1_000 }];
    await database.sales.beginAdjust(sale.id, { id: 'no', by: -5, edit });
    await database.sales.finishAdjust(sale.id, 'no', { epoch: 1 }, { kind: 'refused', floor: 11 });
    expect(await name()).toBe('A');
    await database.sales.beginAdjust(sale.id, { id: 'down', by: -5, edit });
    expect(await name()).toBe('A');
    await database.sales.finishAdjust(sale.id, 'down', { epoch: 1 }, done);
    expect(await database.sales.get(sale.id)).toMatchObject({ name: 'B', endsAt, stock: 10 });
  });

  test('downwards is never finished by a process of an older release, which would drop its edit', async () => {
    const sale = await createSale(database);
    const { id } = sale;
    await database.sales.beginAdjust(id, { id: 'down', by: -5, edit: { name: 'B' } });
    const docs = database.db.collection('flashsales');
    const setState = (from: string, to: string) =>
      docs.updateOne(
        { _id: new mongo.ObjectId(id), adjusts: { $elemMatch: { id: 'down', state: from } } },
        { $set: { 'adjusts.$.state': to } },
      );
    // What such a process does as soon as Redis has answered.
    expect((await setState('pending', 'done')).matchedCount).toBe(0);
    expect(await database.sales.get(id)).toMatchObject({ adjusts: [{ state: 'pending' }] });
    const live = await database.sales.listLive();
    expect(live.find((one) => one.id === id)?.adjusting).toBe(true);
    await database.sales.finishAdjust(id, 'down', { epoch: 1 }, done);
    expect(await database.sales.get(id)).toMatchObject({ name: 'B', stock: 5 });
  });

  test('downwards is finished as well where a process of an older release began it', async () => {
    const sale = await createSale(database);
    const change = { id: 'old', by: -5, state: 'pending', floor: null, at: new Date() };
    await database.db
      .collection('flashsales')
      .updateOne({ _id: new mongo.ObjectId(sale.id) }, { $set: { adjusts: [change] } });
    const finished = await database.sales.finishAdjust(sale.id, 'old', { epoch: 1 }, done);
    expect(finished).toMatchObject({ kind: 'finished', sale: { stock: 5 } });
  });

  test('of a draft is done at once, since Redis knows nothing of it', async () => {
    const draft = await createSale(database, { status: 'draft' });
    const edit = { status: 'OnSchedule' as const };
    const begun = await database.sales.beginAdjust(draft.id, { id: 'a', by: -4, edit });
    expect(begun).toMatchObject({ kind: 'begun', change: { state: 'done' } });
    expect(begun).toMatchObject({ sale: { stock: 6, currentQuantity: 6, epoch: 1 } });
  });
});
