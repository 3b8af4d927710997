import { Loader, Stack, Text, Title } from '@mantine/core';

export function Opening({ isUnreachable }: { isUnreachable: boolean }) {
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
