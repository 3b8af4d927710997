import { formatCount } from '@flash/web';
import { Button, Group, Text } from '@mantine/core';
import classes from './line.module.css';

/** Always there, so that a screen reader hears it and nothing below it jumps. */
export function MovedNote({ gone, onShow }: { gone: number; onShow: () => void }) {
  return (
    <Group className={classes.moved} role="status" justify="space-between" gap="xs">
      <Text component="span" size="sm" c="dimmed">
        {gone === 0
          ? 'Rows stay where they are while you read.'
          : `The line moved: ${formatCount(gone)} of these ${gone === 1 ? 'is' : 'are'} no longer waiting.`}
      </Text>
      <Button size="compact-sm" variant={gone > 0 ? 'filled' : 'default'} onClick={onShow}>
        Show newest
      </Button>
    </Group>
  );
}
