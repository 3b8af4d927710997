import { listSalesQuery } from '@flash/shared-types';
import { describe, expect, test } from 'vitest';
import { listDefaults, queryOf, sortedBy, tabs } from './list-state.ts';

describe('the list of sales', () => {
  test.each(tabs)('sends a valid query to the API for the tab $label', ({ value }) => {
    const query = queryOf({ ...listDefaults, tab: value });
    expect(listSalesQuery.safeParse(query).success).toBe(true);
  });

  test('lists paused sales under Live', () => {
    expect(queryOf({ ...listDefaults, tab: 'live' }).status).toBe('live');
  });

  test('falls back to the default list when the address is invalid', () => {
    const broken = { tab: '<x>', q: 'a'.repeat(500), sort: '$where', order: '1', page: '-3' };
    const query = queryOf(broken);
    expect(listSalesQuery.safeParse(query).success).toBe(true);
    expect(query).toMatchObject({ status: undefined, sort: 'stage', page: 1 });
  });

  test('reverses the order when a column is pressed again, and starts at the first page', () => {
    const byName = { ...listDefaults, page: '4', ...sortedBy(listDefaults, 'name') };
    expect(byName).toMatchObject({ sort: 'name', order: 'asc', page: '1' });
    expect(sortedBy(byName, 'name')).toMatchObject({ order: 'desc' });
  });
});
