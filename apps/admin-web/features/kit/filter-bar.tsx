'use client';

import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './filter-bar.module.css';
import { useIsNarrow } from './use-is-narrow.ts';

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
