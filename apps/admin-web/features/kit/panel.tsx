import { Group, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './kit.module.css';

interface PanelProps {
  title: string;
  /** Beside the title: an age, a button. */
  aside?: ReactNode;
  children: ReactNode;
}

/** A card with a heading of its own. */
export function Panel({ title, aside, children }: PanelProps) {
  return (
    <section className={classes.card} aria-label={title}>
      <Group justify="space-between" gap="xs" mb="sm">
        <Title order={2} size="h5">
          {title}
        </Title>
        {aside}
      </Group>
      {children}
    </section>
  );
}
