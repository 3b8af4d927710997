import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './kit.module.css';

interface PageHeadProps {
  title: ReactNode;
  /** One line about the page's purpose or state. */
  children?: ReactNode;
  actions?: ReactNode;
}

export function PageHead({ title, children, actions }: PageHeadProps) {
  return (
    <Group component="header" justify="space-between" align="flex-start" mb="lg" gap="sm">
      <div style={{ flex: '1 1 10rem', minWidth: 0 }}>
        <Title order={1} size="h2">
          {title}
        </Title>
        {children && (
          <Text component="div" c="dimmed" size="sm" mt={4}>
            {children}
          </Text>
        )}
      </div>
      {actions && <Group gap="xs">{actions}</Group>}
    </Group>
  );
}

interface NoteProps {
  tone: 'good' | 'busy';
  title: string;
  children?: ReactNode;
}

/** A highlighted note above other content. */
export function Note({ tone, title, children }: NoteProps) {
  return (
    <div className={classes.note} data-tone={tone} role="status">
      <Text fw={600}>{title}</Text>
      {children && <Text size="sm">{children}</Text>}
    </div>
  );
}
