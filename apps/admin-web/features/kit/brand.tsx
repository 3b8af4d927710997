'use client';

import { ActionIcon, Text, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import Link from 'next/link';
import { addresses } from '../../lib/addresses.ts';
import { Icon } from './icon.tsx';
import classes from './kit.module.css';

export function Brand() {
  return (
    <Link href={addresses.sales} className={classes.brand}>
      <span className={classes.brandMark} aria-hidden="true" />
      Flash sale{' '}
      <Text component="span" c="dimmed" inherit fw={500} visibleFrom="xs">
        Team
      </Text>
    </Link>
  );
}

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

/** The colour scheme that is not active, and a function that activates it. */
export function useOtherScheme(): { other: 'light' | 'dark'; change: () => void } {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: true });
  const other = scheme === 'dark' ? 'light' : 'dark';
  return { other, change: () => setColorScheme(other) };
}
