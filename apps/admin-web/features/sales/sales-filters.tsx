'use client';

import { Group, NativeSelect, Tabs } from '@mantine/core';
import { SearchField } from '../kit/search-field.tsx';
import { useIsNarrow } from '../kit/use-is-narrow.ts';
import { type ListState, sorts, tabs } from './list-state.ts';
import classes from './sales.module.css';

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

export function SalesFilters({ state, onChange }: SalesFiltersProps) {
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
