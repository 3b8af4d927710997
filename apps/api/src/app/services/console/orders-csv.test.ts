import type { Order } from '@flash/database';
import { expect, test } from 'vitest';
import { columnsOf, ordersCsv, tableName } from './csv.ts';

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
  const saleName = async (id: string) => `Sale ${id}`;
  const options = { columns: columnsOf(columns), timeZone, saleName };
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

test('a delivery address has a column for each of its parts, all of which are only text', async () => {
  const address = {
    ...{ line1: '=HYPERLINK("x")', line2: '@2', postcode: '-1', city: '+C', region: '\tR' },
    country: 'DE',
  };
  const contact = { name: '=Ada', phone: '+49 30', address };
  const columns = 'name,phone,addressLine1,addressLine2,postcode,city,region,country';
  const [head, row, without] = await csv([order({ contact }), order({})], columns);
  expect(head).toBe(
    '"Name","Phone","Street and number","Address, second line","Postcode","City","State or region","Country"\r\n',
  );
  expect(row).toBe(`"'=Ada","'+49 30","'=HYPERLINK(""x"")","'@2","'-1","'+C","'\tR","DE"\r\n`);
  expect(without).toBe('"","","","","","","",""\r\n');
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
  expect(rows).toEqual(['"Order number","Unit"\r\n', '"K7M-4QX-9HX","7"\r\n']);
});

test('columns have names that people know, and those with times name their zone', async () => {
  const [head, row] = await csv([order({})], 'saleName,userEmail,createdAt', 'Europe/Berlin');
  expect(head).toBe('"Sale","E-mail","Bought at (Europe/Berlin)"\r\n');
  expect(row).toMatch(/^"Sale s1","ada@example.org",/);
});

test('the file of one sale is named after the sale', () => {
  const id = '6650f1a2b3c4d5e6f7a8b9c0';
  expect(tableName('orders', { id, name: 'Night Runner 2: “Café”' })).toBe(
    'orders-night-runner-2-cafe-f7a8b9c0',
  );
  expect(tableName('orders', { id, name: 'مصباح' })).toBe('orders-f7a8b9c0');
  expect(tableName('orders', null)).toBe('orders');
});

test('unknown columns are left out, and those of every order are exported when none remains', () => {
  expect(columnsOf('id,secret')).toEqual(['id']);
  expect(columnsOf('secret')).toContain('userEmail');
  expect(columnsOf('city,id')).toEqual(['id', 'city']);
  expect(columnsOf(undefined)).not.toContain('city');
});

test('the order of a buyer whose data was deleted is exported without the address', async () => {
  const rows = await csv([order({ email: '' })], 'userEmail,totalAmount');
  expect(rows[1]).toBe('"(forgotten)","129.90"\r\n');
});
