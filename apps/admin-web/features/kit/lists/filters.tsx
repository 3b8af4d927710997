'use client';

import { Button, Group, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { type ReactNode, useEffect, useState } from 'react';
import { type UrlState, useUrlState } from '../../../lib/use-url-state.ts';
import classes from './lists.module.css';
import { useIsNarrow } from './record-list.tsx';

interface ListState extends UrlState {
  sale: string;
  page: string;
}

/** The filter and the page of a list, kept in the address. The list of one sale is given its id. */
export function useListFilter<State extends ListState>(defaults: State, saleId?: string) {
  const [urlState, change] = useUrlState<State>(defaults);
  const state: State = { ...urlState, sale: saleId ?? urlState.sale };
  const { page: _, sale, ...rest } = state;
  return {
    state,
    canChooseSale: saleId === undefined,
    isFiltered: Object.values(rest).some(Boolean) || (sale !== '' && sale !== saleId),
    change: (next: Partial<State>) => change({ ...next, page: '1' }),
    clear: () => change(defaults),
    goTo: (page: string) => change({ page } as Partial<State>),
  };
}

export type ListFilter<State extends ListState> = ReturnType<typeof useListFilter<State>>;

interface FilterBarProps {
  filter: { isFiltered: boolean; clear: () => void };
  children: ReactNode;
}

/** On a phone the fields are folded away, so that the rows come first. */
export function FilterBar(props: FilterBarProps) {
  if (!useIsNarrow()) {
    return <Fields {...props} />;
  }
  return (
    <details className={classes.folded} open={props.filter.isFiltered || undefined}>
      <summary>Filter</summary>
      <Fields {...props} />
    </details>
  );
}

function Fields({ filter, children }: FilterBarProps) {
  return (
    <Group component="search" align="flex-end" gap="sm" mb="md">
      {children}
      {filter.isFiltered && (
        <Button variant="subtle" color="gray" onClick={filter.clear}>
          Clear filters
        </Button>
      )}
    </Group>
  );
}

interface SearchFieldProps {
  label: string;
  placeholder?: string;
  /** When the placeholder is enough, the label is for screen readers only. */
  isLabelHidden?: boolean;
  value: string;
  onSearch: (words: string) => void;
}

const PAUSE_MS = 300;

/** Searches when typing pauses, or immediately on Enter. */
export function SearchField({
  label,
  placeholder,
  isLabelHidden,
  value,
  onSearch,
}: SearchFieldProps) {
  const [words, setWords] = useState(value);
  const search = useDebouncedCallback(onSearch, PAUSE_MS);
  // Going back in the history or clearing the filter changes the value as well.
  useEffect(() => setWords(value), [value]);
  return (
    <TextInput
      label={isLabelHidden ? undefined : label}
      aria-label={isLabelHidden ? label : undefined}
      placeholder={placeholder ?? (isLabelHidden ? label : undefined)}
      type="search"
      maxLength={100}
      value={words}
      onChange={(event) => {
        setWords(event.currentTarget.value);
        search(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          onSearch(event.currentTarget.value);
        }
      }}
      style={{ flex: '1 1 15rem' }}
    />
  );
}

interface DayFieldsProps {
  from: string;
  to: string;
  onChange: (range: { from?: string; to?: string }) => void;
}

/** The first and the last day, both included. */
export function DayFields({ from, to, onChange }: DayFieldsProps) {
  return (
    <Group
      gap="xs"
      wrap="nowrap"
      grow
      style={{ flexGrow: 1, minWidth: 'min(19rem, 100%)', maxWidth: '26rem' }}
    >
      <TextInput
        label="From"
        type="date"
        value={from}
        max={to || undefined}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextInput
        label="To"
        type="date"
        value={to}
        min={from || undefined}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
    </Group>
  );
}
