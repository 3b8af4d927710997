'use client';

import { Button, Stack, Text, Title } from '@mantine/core';

export default function PageError({ reset }: { reset: () => void }) {
  return (
    <Stack component="main" className="gate">
      <Title order={1} size="h2">
        Something went wrong
      </Title>
      <Text c="dimmed">Running sales are not affected.</Text>
      <Button onClick={reset}>Try again</Button>
    </Stack>
  );
}
