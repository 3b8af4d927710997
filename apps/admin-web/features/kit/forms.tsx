import type { Refusal } from '@flash/web';
import { Alert, Button, Code, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';

/** What the API says about one field, to stand beside it. */
export function fieldError(refusal: Refusal | null, path: string): string | undefined {
  return refusal?.errors.find((error) => error.path === path)?.message;
}

/** A refusal that is about more than the fields which are shown; those speak for themselves. */
export function generalRefusal(refusal: Refusal | null, shown: readonly string[]): Refusal | null {
  if (!refusal || refusal.errors.length === 0) {
    return refusal;
  }
  return refusal.errors.every(({ path }) => shown.includes(path)) ? null : refusal;
}

/** Why something was refused, in words; the number of the request helps the support. */
export function RefusalAlert({ refusal }: { refusal: Refusal }) {
  const isLater = refusal.status === 0 || refusal.status === 429 || refusal.status >= 500;
  return (
    <Alert color={isLater ? 'yellow' : 'red'} title={refusal.title} role="alert">
      <Text size="sm">{refusal.detail}</Text>
      {refusal.requestId && (
        <Text size="xs" mt={4}>
          Request <Code>{refusal.requestId}</Code>
        </Text>
      )}
    </Alert>
  );
}

interface FormButtonsProps {
  /** What pressing does. */
  label: string;
  isBusy: boolean;
  isDisabled?: boolean;
  onCancel?: () => void;
}

/** The last row of a form in a dialog: the way back, then the way on. */
export function FormButtons({ label, isBusy, isDisabled, onCancel }: FormButtonsProps) {
  return (
    <Group justify="flex-end" gap="xs">
      {onCancel && (
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
      )}
      <Button type="submit" loading={isBusy} disabled={isDisabled}>
        {label}
      </Button>
    </Group>
  );
}

/** Says the result of an action; screen readers hear it too. */
export function sayDone(message: ReactNode): void {
  notifications.show({
    message,
    color: 'green',
    withBorder: true,
    autoClose: 6_000,
    closeButtonProps: { 'aria-label': 'Dismiss' },
  });
}
