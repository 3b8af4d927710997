'use client';

import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './record-list.module.css';
import { useIsNarrow } from './use-is-narrow.ts';

export interface Column<Row> {
  head: string;
  cell: (row: Row) => ReactNode;
  isNumber?: boolean;
}

interface RecordListProps<Row> {
  label: string;
  /** The first one names the row. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
}

/** Rows as a table, on a phone as cards: the page itself never scrolls sideways. */
export function RecordList<Row>(props: RecordListProps<Row>) {
  return useIsNarrow() ? <Cards {...props} /> : <Rows {...props} />;
}

function Rows<Row>({ label, columns, rows, keyOf }: RecordListProps<Row>) {
  return (
    <div className={classes.box}>
      <Table aria-label={label} className="numbers">
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ head, isNumber }) => (
              <Table.Th key={head} ta={isNumber ? 'right' : undefined}>
                {head}
              </Table.Th>
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
