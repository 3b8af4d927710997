import { formatCount } from '@flash/web';
import { Button, Group, Pagination, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Nothing } from '../loaded.tsx';

interface PagedProps<Item> {
  list: { items: Item[]; total: number; page: number; limit: number };
  /** One of them, and several. */
  nouns: readonly [string, string];
  isFiltered: boolean;
  onClear: () => void;
  onPage: (page: string) => void;
  /** Said when there is nothing at all. */
  never: ReactNode;
  /** Said when the filters leave nothing. */
  noMatch: { title: string; hint: string };
  children: (items: Item[]) => ReactNode;
}

/** One page of a filtered list, or why there is none and the way back to all. */
export function Paged<Item>(props: PagedProps<Item>) {
  const { list, nouns, isFiltered, onClear, onPage, never, noMatch, children } = props;
  const { items, total, page, limit } = list;
  if (items.length === 0 && !isFiltered) return never;
  if (items.length === 0) {
    const clear = (
      <Button variant="default" onClick={onClear}>
        Clear filters
      </Button>
    );
    return (
      <Nothing title={noMatch.title} action={clear}>
        {noMatch.hint}
      </Nothing>
    );
  }
  return (
    <>
      {children(items)}
      <Pager
        page={page}
        total={total}
        pageSize={limit}
        what={nouns[total === 1 ? 0 : 1]}
        onPage={(next) => onPage(String(next))}
      />
    </>
  );
}

interface PagerProps {
  page: number;
  total: number;
  pageSize: number;
  what: string;
  onPage: (page: number) => void;
}

export function Pager({ page, total, pageSize, what, onPage }: PagerProps) {
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const from = (page - 1) * pageSize + 1;
  return (
    <Group justify="space-between" mt="md">
      <Text size="sm" c="dimmed">
        {total === 0
          ? `No ${what}`
          : `${formatCount(from)}–${formatCount(Math.min(total, from + pageSize - 1))} of ${formatCount(total)} ${what}`}
      </Text>
      {pages > 1 && (
        <Pagination
          value={page}
          total={pages}
          onChange={onPage}
          size="sm"
          getControlProps={(control) => ({ 'aria-label': `${control} page` })}
          getItemProps={(number) => ({ 'aria-label': `Page ${number}` })}
        />
      )}
    </Group>
  );
}
