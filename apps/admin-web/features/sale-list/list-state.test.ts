import { listSalesQuery } from '@flash/shared-types';
import { describe, expect, test } from 'vitest';
import { listDefaults, queryOf, sortedBy, tabs } from './list-state.ts';

describe('the list of sales', () => {
  test.each(tabs)('asks the API a question it knows: $label', ({ value }) => {
    const query = queryOf({ ...listDefaults, tab: value });
    expect(listSalesQuery.safeParse(query).success).toBe(true);
  });

  test('keeps a paused sale among the live ones', () => {
    expect(queryOf({ ...listDefaults, tab: 'live' }).status).toBe('live');
  });

  test('shows the plain list for an address that somebody has broken', () => {
    const broken = { tab: '<x>', q: 'a'.repeat(500), sort: '$where', order: '1', page: '-3' };
    const query = queryOf(broken);
    expect(listSalesQuery.safeParse(query).success).toBe(true);
    expect(query).toMatchObject({ status: undefined, sort: 'stage', page: 1 });
  });

  test('turns the order at the second press on a head, and begins at the first page', () => {
    const byName = { ...listDefaults, page: '4', ...sortedBy(listDefaults, 'name') };
    expect(byName).toMatchObject({ sort: 'name', order: 'asc', page: '1' });
    expect(sortedBy(byName, 'name')).toMatchObject({ order: 'desc' });
  });
});
