'use client';

import { Button, Stack, Text, Title } from '@mantine/core';

export default function PageError({ reset }: { reset: () => void }) {
  return (
    <Stack component="main" className="gate">
      <Title order={1} size="h2">
        This page has a fault
      </Title>
      <Text c="dimmed">The sales run on: they do not depend on this page.</Text>
      <Button onClick={reset}>Try again</Button>
    </Stack>
  );
}
