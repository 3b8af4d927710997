'use client';

import { useTicking } from '@flash/web';
import { Text } from '@mantine/core';

interface AgeProps {
  /** When the numbers were true, by this machine's clock. */
  at: number | null;
  staleAfterMs?: number;
}

/** How old the numbers beside it are. A number that has stopped says so. */
export function Age(props: AgeProps) {
  return <AgeAt {...props} now={useTicking(Date.now)} />;
}

/** The same for a page that keeps one time for all its numbers. */
export function AgeAt({ at, now, staleAfterMs = 3_000 }: AgeProps & { now: number | null }) {
  if (at === null || now === null) {
    return (
      <Text size="xs" c="dimmed" component="span">
        loading
      </Text>
    );
  }
  const age = Math.max(0, now - at);
  const isStale = age > staleAfterMs;
  return (
    <Text
      size="xs"
      className="numbers"
      c={isStale ? 'var(--mantine-color-error)' : 'dimmed'}
      fw={isStale ? 650 : 400}
      component="span"
    >
      {isStale
        ? `not updated for ${Math.round(age / 1_000)} s`
        : `${(age / 1_000).toFixed(0)} s ago`}
    </Text>
  );
}
