'use client';

import { Button, Group, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { type ReactNode, useEffect, useState } from 'react';
import classes from './lists.module.css';
import { useIsNarrow } from './record-list.tsx';

interface FilterBarProps {
  children: ReactNode;
  isFiltered: boolean;
  onClear: () => void;
}

/** On a phone the fields wait behind a word, so that the rows come first. */
export function FilterBar(props: FilterBarProps) {
  if (!useIsNarrow()) return <Fields {...props} />;
  return (
    <details className={classes.folded} open={props.isFiltered || undefined}>
      <summary>Filter</summary>
      <Fields {...props} />
    </details>
  );
}

function Fields({ children, isFiltered, onClear }: FilterBarProps) {
  return (
    <Group component="search" align="flex-end" gap="sm" mb="md">
      {children}
      {isFiltered && (
        <Button variant="subtle" color="gray" onClick={onClear}>
          Clear filters
        </Button>
      )}
    </Group>
  );
}

interface SearchFieldProps {
  label: string;
  placeholder?: string;
  /** Where the field says by itself what it is for, the label is for screen readers only. */
  isLabelHidden?: boolean;
  value: string;
  onSearch: (words: string) => void;
}

const PAUSE_MS = 300;

/** Searches when the typing stops, or at once on Enter. */
export function SearchField({
  label,
  placeholder,
  isLabelHidden,
  value,
  onSearch,
}: SearchFieldProps) {
  const [words, setWords] = useState(value);
  const search = useDebouncedCallback(onSearch, PAUSE_MS);
  // The way back in the history, or a cleared filter, changes the words as well.
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
        if (event.key === 'Enter') onSearch(event.currentTarget.value);
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

/** The first and the last day of what is looked for, both included. */
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
