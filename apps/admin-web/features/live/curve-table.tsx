import { Table } from '@mantine/core';
import { useState } from 'react';
import classes from './curve.module.css';
import { valueAt } from './curve.ts';
import type { Series } from './curve.tsx';
import { rateWords } from './spans.ts';

const EVERY_SECONDS = 10;
const ROWS = 12;

/** The same as a table, for readers who cannot see a curve. Made only while it is open. */
export function CurveTable({ series, end }: { series: readonly Series[]; end: number }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={classes.table} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>As a table</summary>
      {isOpen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keys
        <section tabIndex={0} aria-label="The curves as a table">
          <Table className="numbers">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>When</Table.Th>
                {series.map(({ name, label }) => (
                  <Table.Th key={name}>{label}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {Array.from({ length: ROWS + 1 }, (_, row) => row * EVERY_SECONDS).map((back) => (
                <Table.Tr key={back}>
                  <Table.Td>{back === 0 ? 'now' : `${back} s ago`}</Table.Td>
                  {series.map(({ name, samples }) => (
                    <Table.Td key={name}>{wordsAt(valueAt(samples, end - back * 1_000))}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      )}
    </details>
  );
}

const wordsAt = (value: number | null) => (value === null ? '–' : rateWords(value));
