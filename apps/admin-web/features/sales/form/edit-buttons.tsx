'use client';

import { Button, Text } from '@mantine/core';
import type { SaleFormModel } from './use-sale-form.ts';

/** A draft can be kept as one or put on the schedule; anything else is simply saved. */
export function EditButtons({ form, isDraft }: { form: SaleFormModel; isDraft: boolean }) {
  if (!isDraft) {
    return (
      <>
        <Button type="submit" loading={form.isBusy} disabled={!form.isDirty}>
          Save changes
        </Button>
        {!form.isDirty && (
          <Text size="sm" c="dimmed">
            Nothing to save.
          </Text>
        )}
      </>
    );
  }
  return (
    <>
      <Button type="submit" loading={form.isBusy}>
        Schedule the sale
      </Button>
      <Button variant="default" disabled={form.isBusy} onClick={() => void form.submit(true)}>
        Save the draft
      </Button>
    </>
  );
}
