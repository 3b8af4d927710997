import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';

interface FilterBarProps {
  children: ReactNode;
  isFiltered: boolean;
  onClear: () => void;
}

export function FilterBar({ children, isFiltered, onClear }: FilterBarProps) {
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
