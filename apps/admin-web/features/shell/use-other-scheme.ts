'use client';

import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';

/** Light or dark: the one that is not on, and the way to it. */
export function useOtherScheme(): { other: 'light' | 'dark'; change: () => void } {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: true });
  const other = scheme === 'dark' ? 'light' : 'dark';
  return { other, change: () => setColorScheme(other) };
}
