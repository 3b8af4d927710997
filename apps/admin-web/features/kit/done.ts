import { notifications } from '@mantine/notifications';

/** Says the result of an action; screen readers hear it too. */
export function sayDone(message: string): void {
  notifications.show({ message, color: 'green', withBorder: true, autoClose: 6_000 });
}
