import type { Refusal } from '@flash/client';
import { Alert, Button, Code, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';

/** The API's message about one field. */
export function fieldError(refusal: Refusal | null, path: string): string | undefined {
  return refusal?.errors.find((error) => error.path === path)?.message;
}

/** The refusal, unless every part of it is already shown beside a field. */
export function generalRefusal(refusal: Refusal | null, shown: readonly string[]): Refusal | null {
  if (!refusal || refusal.errors.length === 0) {
    return refusal;
  }
  return refusal.errors.every(({ path }) => shown.includes(path)) ? null : refusal;
}

/** Why a call was refused. The request id helps to find it in the logs. */
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
  /** Text of the submit button. */
  label: string;
  isBusy: boolean;
  isDisabled?: boolean;
  onCancel?: () => void;
}

/** Last row of a form in a dialog: cancel, then submit. */
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

/** Shows the result of an action; screen readers announce it too. */
export function showSuccess(message: ReactNode): void {
  notifications.show({
    message,
    color: 'green',
    withBorder: true,
    autoClose: 6_000,
    closeButtonProps: { 'aria-label': 'Dismiss' },
  });
}
