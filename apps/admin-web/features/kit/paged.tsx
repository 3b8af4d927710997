import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Nothing } from './nothing.tsx';
import { Pager } from './pager.tsx';

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
