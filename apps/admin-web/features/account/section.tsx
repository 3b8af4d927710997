import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Card } from '../kit/panel.tsx';

interface SectionProps {
  title: string;
  /** The state, beside the title. */
  mark?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}

export function Section({ title, mark, lead, actions, children }: SectionProps) {
  return (
    <Card label={title}>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Title order={2} size="h4">
            {title}
          </Title>
          {mark}
        </Group>
        {lead && (
          <Text component="div" size="sm" c="dimmed">
            {lead}
          </Text>
        )}
        {children}
        {actions && <Group gap="xs">{actions}</Group>}
      </Stack>
    </Card>
  );
}
