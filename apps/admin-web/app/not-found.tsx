import { Button, Stack, Title } from '@mantine/core';
import { addresses } from '../lib/addresses.ts';

export default function NotFound() {
  return (
    <Stack component="main" className="gate">
      <Title order={1} size="h2">
        There is nothing here
      </Title>
      <Button component="a" href={addresses.sales} variant="default">
        To the sales
      </Button>
    </Stack>
  );
}
