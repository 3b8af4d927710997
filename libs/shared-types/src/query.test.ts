import { describe, expect, test } from 'vitest';
import { endpoints } from './endpoints/all.ts';
import { pageOf } from './query.ts';

const list = endpoints.listSales.query;

describe('queries', () => {
  test.each(['abc', '1e3', ' 5', '-1', '0', '1.5', '0x10', '99999999999999999999', ['1', '2'], {}])(
    'refuse %j as a page',
    (page) => {
      expect(list?.safeParse({ page }).success).toBe(false);
    },
  );

  test('read digits as numbers and empty parameters as not given', () => {
    const query = { page: '3', limit: '50', q: '', status: '', from: '', sort: '' };
    expect(list?.parse(query)).toEqual({ page: 3, limit: 50 });
    expect(endpoints.publicSale.query?.parse({ flashSaleId: '' }).flashSaleId).toBeUndefined();
  });

  test('take both names of the page size and cap a larger wish', () => {
    expect(pageOf({})).toEqual({ page: 1, limit: 20, skip: 0 });
    expect(pageOf({ page: 3, limit: 50 })).toEqual({ page: 3, limit: 50, skip: 100 });
    expect(pageOf({ page: 2, pageSize: 1_000 })).toEqual({ page: 2, limit: 100, skip: 100 });
  });

  test('filter sales by status and by phase', () => {
    for (const status of ['OnSchedule', 'open', 'lobby', 'cancelled', 'archived']) {
      expect(list?.parse({ status })).toEqual({ status });
    }
    expect(list?.safeParse({ status: 'gone' }).success).toBe(false);
  });
});
