import type { SessionItem } from '@flash/shared-types';
import { Button, Group, Text } from '@mantine/core';
import { Mark } from '../kit/mark.tsx';
import { When } from '../kit/when.tsx';
import classes from './account.module.css';
import { deviceName } from './device-name.ts';

export function SessionRow({ item, onEnd }: { item: SessionItem; onEnd: () => void }) {
  const device = deviceName(item.userAgent);
  return (
    <Group component="li" justify="space-between" className={classes.session}>
      <div>
        <Group gap="xs">
          <Text fw={600} title={item.userAgent ?? undefined}>
            {device}
          </Text>
          {item.current && <Mark tone="good">this one</Mark>}
        </Group>
        <Text size="sm" c="dimmed">
          {item.ipAddress || 'address unknown'} · last seen <When at={item.updatedAt} /> · since{' '}
          <When at={item.createdAt} />
        </Text>
      </div>
      {!item.current && (
        <Button
          variant="default"
          size="xs"
          onClick={onEnd}
          aria-label={`End the session of ${device} since ${new Date(item.createdAt).toLocaleString()}`}
        >
          End
        </Button>
      )}
    </Group>
  );
}
