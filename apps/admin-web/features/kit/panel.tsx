import { Group, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './kit.module.css';

interface PanelProps {
  title: string;
  /** Beside the title: an age, a button. */
  aside?: ReactNode;
  children: ReactNode;
  /** What a link such as `#find` leads to. */
  id?: string;
  /** Its name in the grid of a page that lays its panels out. */
  area?: string;
  /** Its numbers are older than they should be: grey and dashed. */
  isOutdated?: boolean;
}

/** A card with a heading. */
export function Panel({ title, aside, children, id, area, isOutdated }: PanelProps) {
  return (
    <section
      id={id}
      className={classes.card}
      aria-label={title}
      data-area={area}
      data-outdated={isOutdated || undefined}
    >
      <Group justify="space-between" align="baseline" gap="xs" mb="sm">
        <Title order={2} size="h5">
          {title}
        </Title>
        {aside}
      </Group>
      {children}
    </section>
  );
}

/** The same frame for content that brings its own heading. */
export function Card({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <section className={classes.card} aria-label={label}>
      {children}
    </section>
  );
}
