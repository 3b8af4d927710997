'use client';

import { useTicking } from '@flash/web';
import { Text } from '@mantine/core';
import { clockParts } from './format.ts';

interface WhenProps {
  at: string | number;
  /** Defaults to the reader's zone. */
  timeZone?: string;
  hasSeconds?: boolean;
}

/** A moment in the given zone; hovering shows it in UTC, as in logs. */
export function When({ at, timeZone, hasSeconds = false }: WhenProps) {
  const iso = new Date(at).toISOString();
  return (
    <time dateTime={iso} title={iso} className="numbers">
      {momentOf(at, timeZone, hasSeconds)}
    </time>
  );
}

export function momentOf(at: string | number, timeZone?: string, hasSeconds = false): string {
  return new Intl.DateTimeFormat(undefined, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    ...clockParts(hasSeconds),
    timeZone,
    timeZoneName: timeZone ? 'short' : undefined,
  }).format(new Date(at));
}

/** A range of two moments; a shared day is written once. */
export function spanOf(from: string, to: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(undefined, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...clockParts(false),
    timeZone,
  }).formatRange(new Date(from), new Date(to));
}

/** `New York time`: the everyday name of a zone. */
export function zoneTime(timeZone: string): string {
  const city = timeZone.split('/').at(-1)?.replaceAll('_', ' ');
  return timeZone.includes('/') && !timeZone.startsWith('Etc/') ? `${city} time` : `${city}`;
}

export const readersZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

interface AgeProps {
  /** When the numbers were read, by this machine's clock. */
  at: number | null;
  staleAfterMs?: number;
}

/** The age of the numbers beside it, with a warning once they are stale. */
export function Age(props: AgeProps) {
  return <AgeAt {...props} now={useTicking(Date.now)} />;
}

/** The same with a given time, for pages that use one clock for all their numbers. */
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
