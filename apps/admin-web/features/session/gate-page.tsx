import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Brand } from '../shell/brand.tsx';
import { SchemeToggle } from '../shell/scheme-toggle.tsx';
import classes from './session.module.css';

interface GatePageProps {
  title: string;
  children: ReactNode;
  lead?: ReactNode;
}

/** Every page in front of the door: one card, one thing to do. */
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
