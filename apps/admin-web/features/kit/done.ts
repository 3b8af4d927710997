import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';

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
