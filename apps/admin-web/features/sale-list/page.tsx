'use client';

import { Button, Group, NativeSelect, Tabs } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { useUrlState } from '../../lib/use-url-state.ts';
import { type Action, ActionDialog } from '../kit/action-dialog.tsx';
import { SearchField } from '../kit/lists/filters.tsx';
import { Pager } from '../kit/lists/paged.tsx';
import { useIsNarrow } from '../kit/lists/record-list.tsx';
import { EmptyState, Loaded, Rows } from '../kit/loaded.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { archiveAll } from '../sale/actions.tsx';
import classes from './list.module.css';
import { SalesList } from './list.tsx';
import { isFiltered, type ListState, listDefaults, queryOf, sorts, tabs } from './list-state.ts';
import { NoSales } from './no-sales.tsx';

const REFRESH_MS = 10_000;

export function SalesPage() {
  const { team, may } = useMember();
  const [state, change] = useUrlState(listDefaults);
  const [action, setAction] = useState<Action | null>(null);
  const query = useApiQuery(
    ['sales', state],
    (signal) => team.listSales({ query: queryOf(state), signal }),
    { refetchInterval: REFRESH_MS },
  );
  const ended = query.data?.items.filter(({ phase }) => phase === 'ended') ?? [];
  const canArchive = state.tab === 'ended' && ended.length > 0 && may('operator');
  return (
    <>
      <PageHead
        title="Flash sales"
        actions={
          <>
            {canArchive && (
              <Button variant="default" onClick={() => setAction(archiveAll(team, ended))}>
                Archive {ended.length === 1 ? 'this one' : `these ${ended.length}`}…
              </Button>
            )}
            {may('operator') && (
              <Button component={Link} href={addresses.newSale}>
                New sale
              </Button>
            )}
          </>
        }
      />
      <SalesFilters state={state} onChange={change} />
      <Loaded query={query} skeleton={<Rows count={8} />}>
        {({ items, total, page, limit }) => (
          <>
            {total === 0 && !isFiltered(state) && <NoSales />}
            {items.length === 0 && (isFiltered(state) || total > 0) && (
              <EmptyState
                title="No sale matches these filters"
                action={
                  <Button variant="default" onClick={() => change(listDefaults)}>
                    Show all sales
                  </Button>
                }
              >
                Try another name or state.
              </EmptyState>
            )}
            {items.length > 0 && (
              <SalesList sales={items} state={state} onChange={change} onAct={setAction} />
            )}
            {total > 0 && (
              <Pager
                page={page}
                total={total}
                pageSize={limit}
                what={total === 1 ? 'sale' : 'sales'}
                onPage={(next) => change({ page: String(next) })}
              />
            )}
          </>
        )}
      </Loaded>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </>
  );
}

interface SalesFiltersProps {
  state: ListState;
  onChange: (next: Partial<ListState>) => void;
}

const ways = {
  name: ['A to Z', 'Z to A'],
  startsAt: ['earliest', 'latest'],
  endsAt: ['earliest', 'latest'],
  startingQuantity: ['least', 'most'],
} as const;
const orders = [
  { value: 'stage asc', label: 'Live first' },
  ...sorts.flatMap(({ value, label }) =>
    (['asc', 'desc'] as const).map((order, at) => ({
      value: `${value} ${order}`,
      label: `${label}, ${ways[value][at]}`,
    })),
  ),
];

function SalesFilters({ state, onChange }: SalesFiltersProps) {
  const isNarrow = useIsNarrow();
  return (
    <div className={classes.filters}>
      <Tabs
        value={state.tab}
        onChange={(tab) => onChange({ tab: tab ?? 'all', page: '1' })}
        keepMounted={false}
        className={classes.states}
      >
        <Tabs.List className={classes.tabs} aria-label="State">
          {tabs.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <Group gap="xs" wrap="nowrap" className={classes.search}>
        <SearchField
          label="Search by name"
          isLabelHidden
          value={state.q}
          onSearch={(q) => onChange({ q: q.trim(), page: '1' })}
        />
        {isNarrow && (
          <NativeSelect
            aria-label="Order"
            data={orders}
            value={`${state.sort} ${state.order}`}
            onChange={(event) => {
              const [sort = '', order = ''] = event.currentTarget.value.split(' ');
              onChange({ sort, order, page: '1' });
            }}
            style={{ flex: '0 1 11rem' }}
          />
        )}
      </Group>
    </div>
  );
}
