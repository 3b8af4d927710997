import { endpoints, exportColumns, orderColumns } from '@flash/shared-types';
import { expect, test } from 'vitest';
import { exportLinkOf } from './export.tsx';
import { orderDefaults } from './query.ts';

const columns = ['id', 'userEmail', 'createdAt'] as const;
const queryOf = (link: string) => Object.fromEntries(new URL(link).searchParams);

test('the export contains the filtered rows of all pages', () => {
  const filter = { ...orderDefaults, status: 'paid', sale: 's1', q: ' a+b@c.test ', page: '7' };
  const link = exportLinkOf('http://api.test:4000', {
    filter,
    timeZone: 'Europe/Berlin',
    columns: [...columns].reverse(),
  });
  expect(new URL(link).origin + new URL(link).pathname).toBe(
    'http://api.test:4000/orders/admin/export.csv',
  );
  expect(queryOf(link)).toEqual({
    status: 'paid',
    flashSaleId: 's1',
    q: 'a+b@c.test',
    timeZone: 'Europe/Berlin',
    columns: 'id,userEmail,createdAt',
  });
  expect(endpoints.exportOrders.query?.safeParse(queryOf(link)).success).toBe(true);
});

test('an unknown status is left out of the export’s query', () => {
  const filter = { ...orderDefaults, status: 'lost' };
  const link = exportLinkOf('http://api.test', { filter, timeZone: 'UTC', columns });
  expect(queryOf(link).status).toBeUndefined();
});

test('the columns of every order need not be named, those of the delivery do', () => {
  const link = (columns: readonly (typeof exportColumns)[number][]) =>
    queryOf(exportLinkOf('http://api.test', { filter: orderDefaults, timeZone: 'UTC', columns }));
  expect(link(orderColumns).columns).toBeUndefined();
  expect(link(exportColumns).columns).toContain('updatedAt,name,phone,addressLine1');
  expect(endpoints.exportOrders.query?.safeParse(link(exportColumns)).success).toBe(true);
});
