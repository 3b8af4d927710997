import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './kit.module.css';

interface NothingProps {
  title: string;
  children?: ReactNode;
  /** What can be done about it. */
  action?: ReactNode;
}

/** A list without rows says whether that is how it should be, and what to do next. */
export function Nothing({ title, children, action }: NothingProps) {
  return (
    <Stack className={classes.nothing} align="center" gap="xs">
      <Title order={2} size="h4">
        {title}
      </Title>
      {children && (
        <Text c="dimmed" ta="center" maw="28rem">
          {children}
        </Text>
      )}
      {action}
    </Stack>
  );
}
