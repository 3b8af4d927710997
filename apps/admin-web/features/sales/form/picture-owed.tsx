'use client';

import { Alert, Button, Group, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { addresses } from '../../../lib/addresses.ts';
import type { SaleFormModel } from './use-sale-form.ts';

/** The sale is saved and its picture is not: said, and to be tried again. */
export function PictureOwed({ form }: { form: SaleFormModel }) {
  const router = useRouter();
  const { owed, isBusy, retryPicture } = form;
  if (!owed) return null;
  return (
    <Alert
      color="yellow"
      title="The sale is saved, its picture is not"
      role="alert"
      style={{ flex: 1 }}
    >
      <Text size="sm" mb="sm">
        {owed.refusal.detail} Try again, or choose another picture above.
      </Text>
      <Group gap="xs">
        <Button size="sm" loading={isBusy} onClick={() => void retryPicture()}>
          Try the picture again
        </Button>
        <Button
          size="sm"
          variant="default"
          onClick={() => router.push(addresses.sale(owed.sale.id))}
        >
          Go on without it
        </Button>
      </Group>
    </Alert>
  );
}
