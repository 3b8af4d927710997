import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

const saleId = '65a000000000000000000001';
const entry = (at: number, action: string) => ({
  at,
  actor: { id: 'ann', email: 'ann@example.com', role: 'owner' as const },
  action,
  saleId,
  subject: null,
  reason: 'Because (of that)',
  before: { paused: null },
  after: {},
  ip: null,
  requestId: 'r1',
});

describe('the audit log', () => {
  test('shows what was done, newest first, as it was written', async () => {
    const first = await database.audit.append(entry(1_000, 'sale.pause'));
    const second = await database.audit.append(entry(2_000, 'sale.resume'));
    const page = await database.audit.list({ saleId });
    expect(page.items).toEqual([second, first]);
    expect(page.total).toBe(2);
    expect(first).toMatchObject(entry(1_000, 'sale.pause'));
  });

  test('is searched by person, action, time and text', async () => {
    const found = async (filter: object) => (await database.audit.list(filter)).total;
    expect(await found({ actor: 'ann@example.com' })).toBe(2);
    expect(await found({ actor: 'bob' })).toBe(0);
    expect(await found({ action: 'sale.pause' })).toBe(1);
    expect(await found({ from: 1_500 })).toBe(1);
    expect(await found({ to: 1_500 })).toBe(1);
    expect(await found({ q: '(of' })).toBe(2);
  });

  test('is exported as it is listed, however it is filtered', async () => {
    const filters = [{}, { saleId }, { actor: 'ann' }, { action: 'sale.pause' }, { q: 'because' }];
    for (const filter of filters) {
      const rows: string[] = [];
      for await (const { id } of database.audit.export(filter)) {
        rows.push(id);
      }
      const listed = await database.audit.list({ ...filter, limit: 100 });
      expect(rows).toEqual(listed.items.map(({ id }) => id));
    }
  });

  test('finds the person it names and erases that name, but not the name of a similar address', async () => {
    const words = ['ada@x.org'];
    await database.audit.append({ ...entry(3_000, 'order.refund'), reason: 'Ada@X.org rang.' });
    await database.audit.append({ ...entry(4_000, 'order.refund'), reason: 'nada@x.org rang' });
    await database.audit.append({ ...entry(5_000, 'a.b'), after: { to: ['ada@x.org'] } });
    const named = await database.audit.naming(words);
    expect(named.map(({ at }) => at)).toEqual([3_000, 5_000]);
    expect(await database.audit.forget(words)).toBe(2);
    expect(await database.audit.naming(words)).toEqual([]);
    const [first, second] = (await database.audit.list({ action: 'order.refund' })).items;
    expect([second?.reason, first?.reason]).toEqual(['(forgotten) rang.', 'nada@x.org rang']);
    const [third] = (await database.audit.list({ action: 'a.b' })).items;
    expect(third?.after).toEqual({ to: ['(forgotten)'] });
  });

  test('forgets the address from which that person acted, but not those of others', async () => {
    const own = { id: 'u-bea', email: 'bea@x.org', role: null };
    const accepted = { ...entry(8_000, 'invitation.accept'), ip: '203.0.113.5' };
    await database.audit.append({ ...accepted, actor: own });
    await database.audit.append({ ...accepted, at: 8_001, reason: 'bea@x.org asked' });
    expect(await database.audit.forget(['bea@x.org', 'u-bea'])).toBe(2);
    const { items } = await database.audit.list({ action: 'invitation.accept' });
    expect(items.map(({ ip }) => ip)).toEqual(['203.0.113.5', null]);
    expect(items[1]?.actor).toEqual({ id: '(forgotten)', email: '(forgotten)', role: null });
  });

  test('is searched for a person in thousands of sales without delaying other reads', async () => {
    const filler = Array.from({ length: 40 }, (_, i) => `because of ${i}`);
    const rows = Array.from({ length: 200 }, (_, i) => ({
      ...entry(7_000 + i, 'queue.remove'),
      after: { filler },
      subject: i === 100 ? 'g-4999_id' : `g-4999_id${i}`,
    }));
    for (const row of rows) {
      await database.audit.append(row);
    }
    const words = ['zoe@x.org', ...Array.from({ length: 5_000 }, (_, i) => `g-${i}_id`)];
    expect(await database.audit.naming(words)).toMatchObject([{ subject: 'g-4999_id' }]);
    expect(await database.audit.forget(words)).toBe(1);
    expect(await database.audit.naming(words)).toEqual([]);
  });

  test('is told once what several do at once', async () => {
    const forgotten = entry(6_000, 'sale.forget');
    await Promise.all([1, 2, 3].map(() => database.audit.appendOnce('retention:x', forgotten)));
    expect((await database.audit.list({ action: 'sale.forget' })).total).toBe(1);
  });
});
