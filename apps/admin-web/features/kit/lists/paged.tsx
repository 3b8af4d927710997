import { formatCount } from '@flash/web';
import { Button, Group, Pagination, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ApiQuery } from '../../../lib/use-api-query.ts';
import { EmptyState, Loaded } from '../loaded.tsx';

interface PagedProps<Item> {
  query: ApiQuery<{ items: Item[]; total: number; page: number; limit: number }>;
  filter: { isFiltered: boolean; clear: () => void; goTo: (page: string) => void };
  /** Singular and plural. */
  nouns: readonly [string, string];
  /** Shown when there are no items at all. */
  empty: ReactNode;
  /** Shown when no item matches the filter. */
  noMatch: { title: string; hint: string };
  children: (items: Item[]) => ReactNode;
}

/** One page of a filtered list in all its states, with the pager and the way back to all items. */
export function Paged<Item>({ query, filter, nouns, empty, noMatch, children }: PagedProps<Item>) {
  return (
    <Loaded query={query}>
      {({ items, total, page, limit }) => {
        if (items.length === 0 && !filter.isFiltered) {
          return empty;
        }
        if (items.length === 0) {
          const clear = (
            <Button variant="default" onClick={filter.clear}>
              Clear filters
            </Button>
          );
          return (
            <EmptyState title={noMatch.title} action={clear}>
              {noMatch.hint}
            </EmptyState>
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
              onPage={(next) => filter.goTo(String(next))}
            />
          </>
        );
      }}
    </Loaded>
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
