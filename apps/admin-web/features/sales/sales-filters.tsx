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

const orders = sorts.flatMap(({ value, label }) => [
  { value: `${value} asc`, label: `${label}, ${value === 'name' ? 'A to Z' : 'first to last'}` },
  { value: `${value} desc`, label: `${label}, ${value === 'name' ? 'Z to A' : 'last to first'}` },
]);

export function SalesFilters({ state, onChange }: SalesFiltersProps) {
  const isNarrow = useIsNarrow();
  return (
    <>
      <Tabs
        value={state.tab}
        onChange={(tab) => onChange({ tab: tab ?? 'all', page: '1' })}
        keepMounted={false}
        mb="md"
      >
        <Tabs.List className={classes.tabs} aria-label="State">
          {tabs.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <Group mb="md" align="flex-end">
        <SearchField
          label="Search by name"
          value={state.q}
          onSearch={(q) => onChange({ q: q.trim(), page: '1' })}
        />
        {isNarrow && (
          <NativeSelect
            label="Order"
            data={orders}
            value={`${state.sort} ${state.order}`}
            onChange={(event) => {
              const [sort = '', order = ''] = event.currentTarget.value.split(' ');
              onChange({ sort, order, page: '1' });
            }}
            style={{ flex: '1 1 10rem' }}
          />
        )}
      </Group>
    </>
  );
}
