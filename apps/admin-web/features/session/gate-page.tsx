import { Group, Loader, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Brand, SchemeToggle } from '../kit/brand.tsx';
import classes from './session.module.css';

interface GatePageProps {
  title: string;
  children: ReactNode;
  lead?: ReactNode;
}

/** Layout of the pages before sign-in: one card with one task. */
export function GatePage({ title, lead, children }: GatePageProps) {
  return (
    <div className={classes.page}>
      <Group component="header" justify="space-between" className={classes.top}>
        <Brand />
        <SchemeToggle />
      </Group>
      <main className={classes.card}>
        <Title order={1} size="h2">
          {title}
        </Title>
        {lead && (
          <Text component="div" c="dimmed">
            {lead}
          </Text>
        )}
        {children}
      </main>
    </div>
  );
}

export function LoadingPage({ isUnreachable }: { isUnreachable: boolean }) {
  return (
    <main className="gate">
      <Stack align="center" role="status">
        {!isUnreachable && <Loader type="dots" />}
        <Title order={1} size="h3">
          {isUnreachable ? 'The API cannot be reached' : 'Loading'}
        </Title>
        <Text c="dimmed">{isUnreachable ? 'Retrying automatically.' : 'One moment, please.'}</Text>
      </Stack>
    </main>
  );
}
