'use client';

import { Table, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import classes from './lists.module.css';

/** On a phone lists become cards. Read before the first render, so that no table flashes up. */
export const useIsNarrow = (): boolean =>
  useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false }) ?? false;

export interface Column<Row> {
  head: string;
  cell: (row: Row) => ReactNode;
  isNumber?: boolean;
  /** For sortable lists; the API sorts over all pages. */
  sort?: { order: 'asc' | 'desc' | null; onSort: () => void };
  /** The head is for screen readers only. */
  isHeadHidden?: boolean;
}

interface RecordListProps<Row> {
  label: string;
  /** The first column names the row. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
}

/** Rows as a table, and on a phone as cards, so that the page never scrolls sideways. */
export function RecordList<Row>(props: RecordListProps<Row>) {
  return useIsNarrow() ? <Cards {...props} /> : <Rows {...props} />;
}

function Rows<Row>({ label, columns, rows, keyOf }: RecordListProps<Row>) {
  return (
    <div className={classes.box}>
      <Table aria-label={label} className="numbers" fz="sm">
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Head key={column.head} column={column} />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={keyOf(row)}>
              {columns.map(({ head, cell, isNumber }) => (
                <Table.Td key={head} ta={isNumber ? 'right' : undefined} className={classes.cell}>
                  {cell(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Head<Row>({ column }: { column: Column<Row> }) {
  const { head, isNumber, isHeadHidden, sort } = column;
  const sorted = { asc: 'ascending', desc: 'descending' } as const;
  return (
    <Table.Th
      className={classes.headCell}
      ta={isNumber ? 'right' : undefined}
      aria-sort={sort?.order ? sorted[sort.order] : undefined}
    >
      {isHeadHidden && <VisuallyHidden>{head}</VisuallyHidden>}
      {!isHeadHidden && !sort && head}
      {sort && (
        <UnstyledButton className={classes.head} onClick={sort.onSort}>
          {head}
          <span aria-hidden="true">
            {sort.order === null ? '↕' : sort.order === 'asc' ? '↑' : '↓'}
          </span>
        </UnstyledButton>
      )}
    </Table.Th>
  );
}

function Cards<Row>({ label, columns, rows, keyOf }: RecordListProps<Row>) {
  const [title, ...facts] = columns;
  return (
    <ul aria-label={label} className={classes.cards}>
      {rows.map((row) => (
        <li key={keyOf(row)}>
          <div className={classes.title}>{title?.cell(row)}</div>
          <dl>
            {facts.map(({ head, cell }) => (
              <div key={head}>
                <dt>{head}</dt>
                <dd>{cell(row)}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
