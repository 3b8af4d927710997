'use client';

import { Table } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import classes from './analytics.module.css';

/** The same numbers, for readers who cannot see a picture of them. Made only while it is open. */
export function TableBehind({ label, children }: { label: string; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={classes.more} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>As a table</summary>
      {isOpen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keys
        <section className={classes.scroll} tabIndex={0} aria-label={label}>
          <Table className="numbers" fz="sm">
            {children}
          </Table>
        </section>
      )}
    </details>
  );
}
