import { phaseOf, type SaleGroup, saleGroups, salePhase } from '@flash/shared-types';
import { mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSale, newSale, range } from '../testing/builders.ts';
import { buy } from '../testing/buying.ts';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

describe('sales', () => {
  test('come back as they were made, with keys of their own', async () => {
    const wanted = newSale({ name: 'Lamp', description: 'Bright', timeZone: 'Europe/Berlin' });
    const sale = await database.sales.create(wanted);
    expect(sale).toMatchObject({ ...wanted, epoch: 1, version: 1, stock: 10, currentQuantity: 10 });
    expect(await database.sales.get(sale.id)).toEqual(sale);
    const second = await database.sales.create(wanted);
    expect(second.buyerKey).not.toBe(sale.buyerKey);
    expect(second.leafKey).not.toBe(sale.leafKey);
  });

  test('a request that is repeated after its sale was deleted makes a sale under another id', async () => {
    const make = () => database.sales.createFor('request', newSale(), () => []);
    const first = await make();
    expect((await make()).sale.id).toBe(first.sale.id);
    await database.sales.remove(first.sale.id, first.sale);
    const second = await make();
    expect(second.sale.id).not.toBe(first.sale.id);
    expect((await make()).sale.id).toBe(second.sale.id);
    await database.sales.remove(second.sale.id, second.sale);
    await database.sales.noteSeenOff(first.sale.id);
    await database.sales.noteSeenOff(second.sale.id);
    expect(await database.sales.removed(100)).not.toContain(first.sale.id);
    expect([first.sale.id, second.sale.id]).not.toContain((await make()).sale.id);
  });

  test('an id is never used again, however long ago its sale was deleted, also by an older process', async () => {
    const make = (request: string) => database.sales.createFor(request, newSale(), () => []);
    const ttls = await database.db.collection('removedsales').indexes();
    expect(ttls.filter((index) => 'expireAfterSeconds' in index)).toEqual([]);
    const { sale } = await make('by an older process');
    const block = { b: 0, epoch: 1, from: 1, to: 1, hash: 'h', entries: [], people: [] };
    const _id = new mongo.ObjectId(sale.id);
    await database.db.collection('blocks').insertOne({ flashSaleId: _id, ...block });
    await database.db.collection('flashsales').deleteOne({ _id });
    const next = await make('by an older process');
    expect(next.sale.id).not.toBe(sale.id);
    const record = { flashSaleId: new mongo.ObjectId(next.sale.id), kind: 'void', fence: 1 };
    await database.db.collection('orders').insertOne(record);
    await database.db.collection('flashsales').deleteOne({ _id: record.flashSaleId });
    expect([sale.id, next.sale.id]).not.toContain((await make('by an older process')).sale.id);
  });

  test('a sale that was restored since its deletion began is not deleted', async () => {
    const sale = await createSale(database);
    await database.sales.raiseEpoch(sale.id, sale.epoch, Date.now());
    expect(await database.sales.remove(sale.id, sale)).toEqual({ kind: 'changed' });
    const restored = await database.sales.get(sale.id);
    expect(restored).toMatchObject({ id: sale.id, epoch: 2 });
    expect(await database.sales.removed(100)).not.toContain(sale.id);
    expect(await database.sales.remove(sale.id, { epoch: 2 })).toEqual({ kind: 'removed' });
  });

  test('that were archived or deleted are listed as gone, also when no worker looks for them any longer', async () => {
    const [live, archived, deleted] = [
      await createSale(database),
      await createSale(database),
      await createSale(database),
    ];
    await database.sales.update(archived.id, { status: 'archived' });
    await database.sales.remove(deleted.id, deleted);
    await database.sales.noteSeenOff(deleted.id);
    const gone = await database.sales.gone();
    expect(gone).toEqual(expect.arrayContaining([archived.id, deleted.id]));
    expect(gone).not.toContain(live.id);
  });

  test('answer nothing for ids that cannot be', async () => {
    expect(await database.sales.get('nonsense')).toBeNull();
    expect(await database.sales.getMany(['nonsense', '65a000000000000000000001'])).toEqual([]);
  });

  test('an edit against an old version changes nothing', async () => {
    const sale = await createSale(database);
    const edits = await Promise.all(
      range(1, 6).map((n) =>
        database.sales.update(sale.id, { name: `Name ${n}` }, { version: sale.version }),
      ),
    );
    expect(edits.filter(({ kind }) => kind === 'updated')).toHaveLength(1);
    expect(edits.filter(({ kind }) => kind === 'conflict')).toHaveLength(5);
    expect((await database.sales.get(sale.id))?.version).toBe(2);
  });

  test('edits without a version all land, one after the other', async () => {
    const sale = await createSale(database);
    const paused = { reason: 'Too hot', since: 1_700_000_000_000 };
    await Promise.all([
      database.sales.update(sale.id, { paused }),
      database.sales.update(sale.id, { message: 'Back soon' }),
      database.sales.update(sale.id, { endsAt: sale.endsAt + 1_000 }),
    ]);
    expect(await database.sales.get(sale.id)).toMatchObject({
      paused,
      message: 'Back soon',
      endsAt: sale.endsAt + 1_000,
      version: 4,
    });
  });

  test('a draft gets its first epoch when it is scheduled, and only then has to be tended', async () => {
    const draft = await createSale(database, { status: 'draft' });
    const isTended = async () =>
      (await database.sales.listLive()).some(({ id }) => id === draft.id);
    expect(await isTended()).toBe(false);
    expect(await database.sales.update(draft.id, { status: 'OnSchedule' })).toMatchObject({
      sale: { epoch: 1, status: 'OnSchedule' },
    });
    expect(await isTended()).toBe(true);
    await database.sales.update(draft.id, { status: 'ended' });
    expect(await isTended()).toBe(true);
    await database.sales.update(draft.id, { status: 'archived' });
    expect(await isTended()).toBe(false);
  });

  test('one with orders is not deleted, not even while it is being bought', async () => {
    const sale = await createSale(database);
    const [order, removed] = await Promise.allSettled([
      buy(database, sale, 1),
      database.sales.remove(sale.id, sale),
    ]);
    expect(removed).toMatchObject({
      value: { kind: order.status === 'fulfilled' ? 'has_orders' : 'removed' },
    });
    const sold = await createSale(database);
    await buy(database, sold, 1);
    expect(await database.sales.remove(sold.id, sold)).toEqual({ kind: 'has_orders' });
    expect(await database.sales.remove('65a000000000000000000001', sold)).toEqual({
      kind: 'missing',
    });
  });
});

describe('finding sales', () => {
  const now = 1_800_000_000_000;
  const minute = 60_000;

  test('by phase agrees with the rule that names the phase', async () => {
    const times = [-2, -1, 0, 1, 2].map((at) => now + at * minute);
    const windows = times.flatMap((lobbyOpensAt) =>
      times.flatMap((startsAt) => times.map((endsAt) => ({ lobbyOpensAt, startsAt, endsAt }))),
    );
    const sane = windows.filter((w) => w.lobbyOpensAt <= w.startsAt && w.startsAt < w.endsAt);
    const name = 'in some phase';
    for (const window of sane) {
      const sale = await createSale(database, { ...window, name });
      const twin = await createSale(database, { ...window, name });
      await database.sales.update(twin.id, { paused: { reason: 'x', since: now } });
      expect(sale.name).toBe(name);
    }
    const all = await database.sales.list({ q: name, limit: 100 }, now);
    expect(all.total).toBe(sane.length * 2);
    for (const phase of salePhase.options) {
      const found = await database.sales.list({ q: name, status: phase, limit: 100 }, now);
      const expected = all.items.filter(
        (sale) => phaseOf({ ...sale, paused: sale.paused !== null }, now) === phase,
      );
      expect(found.items.map(({ id }) => id).sort(), phase).toEqual(
        expected.map(({ id }) => id).sort(),
      );
    }
    for (const [group, phases] of Object.entries(saleGroups)) {
      const status = group as SaleGroup;
      const found = await database.sales.list({ q: name, status, limit: 100 }, now);
      const expected = all.items.filter((sale) =>
        phases.some((phase) => phase === phaseOf({ ...sale, paused: sale.paused !== null }, now)),
      );
      expect(found.total, group).toBe(expected.length);
    }
  });

  test('takes the one that runs, else the next one', async () => {
    const fresh = await openTestDatabase();
    expect(await fresh.sales.current(now)).toBeNull();
    const later = await createSale(fresh, { startsAt: now + 2 * minute, endsAt: now + 9 * minute });
    const soon = await createSale(fresh, { startsAt: now + minute, endsAt: now + 9 * minute });
    await createSale(fresh, { startsAt: now - minute, endsAt: now });
    await createSale(fresh, { startsAt: now - minute, endsAt: now + minute, status: 'draft' });
    expect((await fresh.sales.current(now))?.id).toBe(soon.id);
    expect((await fresh.sales.current(now + 3 * minute))?.id).toBe(later.id);
    await fresh.sales.update(later.id, { paused: { reason: 'x', since: now } });
    expect((await fresh.sales.current(now + 3 * minute))?.id, 'can be bought').toBe(soon.id);
    await fresh.sales.update(soon.id, { paused: { reason: 'x', since: now } });
    expect((await fresh.sales.current(now + 3 * minute))?.id, 'none can').toBe(later.id);
    await fresh.drop();
  });

  test('shows live sales first, then the next to start, drafts and what is over', async () => {
    const at = (start: number, end: number) => ({
      lobbyOpensAt: now + start * minute,
      startsAt: now + start * minute,
      endsAt: now + end * minute,
    });
    const make = (name: string, window: ReturnType<typeof at>, change = {}) =>
      createSale(database, { name: `stage: ${name}`, ...window, ...change });
    await make('archived', at(-90, -50), { status: 'archived' });
    await make('over long ago', at(-90, -60));
    await make('draft', at(1, 9), { status: 'draft' });
    await make('over', at(-90, -50));
    await make('in an hour', at(60, 70));
    await make('live', at(-10, 30));
    const paused = await make('paused', at(-5, 20));
    await database.sales.update(paused.id, { paused: { reason: 'x', since: now } });
    await make('next', at(5, 90));
    const page = (number: number) =>
      database.sales.list({ q: 'stage: ', sort: 'stage', limit: 5, page: number }, now);
    const names = [...(await page(1)).items, ...(await page(2)).items].map(({ name }) => name);
    expect(names).toEqual(
      ['paused', 'live', 'next', 'in an hour', 'draft', 'over', 'over long ago', 'archived'].map(
        (name) => `stage: ${name}`,
      ),
    );
  });

  test('sorts, pages and searches names as text', async () => {
    for (const name of ['Zebra (one)', 'Aardvark (one)', 'Middle (one)']) {
      await createSale(database, { name });
    }
    const page = await database.sales.list(
      { q: '(ONE)', sort: 'name', order: 'asc', limit: 2, page: 1 },
      now,
    );
    expect(page).toMatchObject({ total: 3, page: 1, limit: 2 });
    expect(page.items.map(({ name }) => name)).toEqual(['Aardvark (one)', 'Middle (one)']);
  });
});
