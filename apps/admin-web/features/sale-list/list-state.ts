import type { listSalesQuery } from '@flash/shared-types';
import type { UrlState } from '../../lib/use-url-state.ts';

type SalesQuery = NonNullable<(typeof listSalesQuery)['_zod']['input']>;

const PAGE_SIZE = 20;

/** What the list shows, kept in the page's address; live sales come first. */
export const listDefaults = { tab: 'all', q: '', sort: 'stage', order: 'asc', page: '1' };
export type ListState = typeof listDefaults;

/** To the API a paused sale is live, and one whose line is open is upcoming. */
export const tabs = [
  { value: 'all', label: 'All', status: undefined },
  { value: 'live', label: 'Live', status: 'live' },
  { value: 'scheduled', label: 'Scheduled', status: 'upcoming' },
  { value: 'drafts', label: 'Drafts', status: 'draft' },
  { value: 'ended', label: 'Ended', status: 'over' },
  { value: 'archived', label: 'Archived', status: 'archived' },
] as const;

export const sorts = [
  { value: 'name', label: 'Name' },
  { value: 'startsAt', label: 'Start' },
  { value: 'endsAt', label: 'End' },
  { value: 'startingQuantity', label: 'Stock' },
] as const;
export type SortKey = (typeof sorts)[number]['value'];

/** A valid query for any address, also an edited one. */
export function queryOf(state: ListState): SalesQuery {
  const tab = tabs.find(({ value }) => value === state.tab);
  const sort = sorts.find(({ value }) => value === state.sort)?.value ?? 'stage';
  return {
    q: state.q.trim().slice(0, 100),
    status: tab?.status,
    sort,
    order: state.order === 'asc' ? 'asc' : 'desc',
    page: pageIn(state),
    pageSize: PAGE_SIZE,
  };
}

const pageIn = ({ page }: UrlState): number =>
  /^[1-9]\d{0,5}$/.test(page ?? '') ? Number(page) : 1;

/** Pressing the same column again reverses the order; a new column starts with the usual order. */
export function sortedBy(state: ListState, sort: SortKey): Partial<ListState> {
  const first = sort === 'name' ? 'asc' : 'desc';
  const reversed = state.order === 'asc' ? 'desc' : 'asc';
  return { sort, order: state.sort === sort ? reversed : first, page: '1' };
}

export const isFiltered = (state: ListState): boolean => state.q !== '' || state.tab !== 'all';
