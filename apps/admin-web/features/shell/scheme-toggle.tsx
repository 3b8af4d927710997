'use client';

import { ActionIcon } from '@mantine/core';
import { Icon } from './icon.tsx';
import { useOtherScheme } from './use-other-scheme.ts';

export function SchemeToggle() {
  const { other, change } = useOtherScheme();
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={`Use ${other} colours`}
      title={`Use ${other} colours`}
      onClick={change}
    >
      <Icon name="half" />
    </ActionIcon>
  );
}
