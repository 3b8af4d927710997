import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
  it('shows what was done, newest first, as it was written', async () => {
    const first = await database.audit.append(entry(1_000, 'sale.pause'));
    const second = await database.audit.append(entry(2_000, 'sale.resume'));
    const page = await database.audit.list({ saleId });
    expect(page.items).toEqual([second, first]);
    expect(page.total).toBe(2);
    expect(first).toMatchObject(entry(1_000, 'sale.pause'));
  });

  it('is searched by person, deed, time and text', async () => {
    const found = async (filter: object) => (await database.audit.list(filter)).total;
    expect(await found({ actor: 'ann@example.com' })).toBe(2);
    expect(await found({ actor: 'bob' })).toBe(0);
    expect(await found({ action: 'sale.pause' })).toBe(1);
    expect(await found({ from: 1_500 })).toBe(1);
    expect(await found({ to: 1_500 })).toBe(1);
    expect(await found({ q: '(of' })).toBe(2);
  });

  it('is exported as it is listed, however it is filtered', async () => {
    const filters = [{}, { saleId }, { actor: 'ann' }, { action: 'sale.pause' }, { q: 'because' }];
    for (const filter of filters) {
      const rows: string[] = [];
      for await (const { id } of database.audit.export(filter)) rows.push(id);
      const listed = await database.audit.list({ ...filter, limit: 100 });
      expect(rows).toEqual(listed.items.map(({ id }) => id));
    }
  });
});
