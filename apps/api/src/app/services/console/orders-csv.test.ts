import type { Order } from '@flash/database';
import { expect, test } from 'vitest';
import { columnsOf, ordersCsv } from './csv.ts';

const at = Date.parse('2026-03-29T00:30:00Z');
const order = (change: Partial<Order>): Order => ({
  id: 'o1',
  code: 'K7M4QX9HX',
  saleId: 's1',
  fence: 1,
  epoch: 1,
  buyer: 'g1',
  unit: 7,
  seq: 1,
  email: 'ada@example.org',
  contact: null,
  amount: 12_990,
  currency: 'EUR',
  status: 'paid',
  payment: 'captured',
  live: true,
  unitReturn: null,
  createdAt: at,
  updatedAt: at + 3_600_000,
  ...change,
});

async function csv(orders: Order[], columns?: string, timeZone = 'UTC'): Promise<string[]> {
  const source = (async function* () {
    yield* orders;
  })();
  const options = { columns: columnsOf(columns), timeZone };
  const rows = [];
  for await (const row of ordersCsv(source, options)) {
    rows.push(row);
  }
  return rows;
}

test('a cell that a table program would run is only text', async () => {
  const emails = [
    '=1+1@example.org',
    '+a@example.org',
    '-a@example.org',
    '@a',
    '"a,b"@example.org',
  ];
  const rows = await csv(
    emails.map((email) => order({ email })),
    'userEmail',
  );
  expect(rows.slice(1)).toEqual([
    `"'=1+1@example.org"\r\n`,
    `"'+a@example.org"\r\n`,
    `"'-a@example.org"\r\n`,
    `"'@a"\r\n`,
    '"""a,b""@example.org"\r\n',
  ]);
});

test('times are those of the zone, also where its clock jumps', async () => {
  const rows = await csv([order({})], 'createdAt,updatedAt', 'Europe/Berlin');
  expect(rows[1]).toBe('"2026-03-29 01:30:00","2026-03-29 03:30:00"\r\n');
});

test('amounts have the decimals of their currency', async () => {
  const rows = await csv([order({}), order({ amount: 500, currency: 'JPY' })], 'totalAmount');
  expect(rows.slice(1)).toEqual(['"129.90"\r\n', '"500"\r\n']);
});

test('an order has the code that its buyer reads out', async () => {
  const rows = await csv([order({})], 'orderCode,unit');
  expect(rows).toEqual(['"orderCode","unit"\r\n', '"K7M-4QX-9HX","7"\r\n']);
});

test('unknown columns are left out, and all columns are exported when none remains', () => {
  expect(columnsOf('id,secret')).toEqual(['id']);
  expect(columnsOf('secret')).toContain('userEmail');
});

test('the order of a buyer whose data was deleted is exported without the address', async () => {
  const rows = await csv([order({ email: '' })], 'userEmail,totalAmount');
  expect(rows[1]).toBe('"(forgotten)","129.90"\r\n');
});
