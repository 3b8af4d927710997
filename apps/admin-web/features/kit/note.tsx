import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './note.module.css';

interface NoteProps {
  tone: 'good' | 'busy';
  title: string;
  children?: ReactNode;
}

/** Something to know before reading on. */
export function Note({ tone, title, children }: NoteProps) {
  return (
    <div className={classes.note} data-tone={tone} role="status">
      <Text fw={600}>{title}</Text>
      {children && <Text size="sm">{children}</Text>}
    </div>
  );
}
