'use client';

import type { Refusal } from '@flash/client';
import { Alert, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMember } from '../../lib/member.ts';
import { type ApiQuery, RefusedError } from '../../lib/use-api-query.ts';
import { timeOf } from './format.ts';
import { RefusalAlert } from './forms.tsx';
import classes from './kit.module.css';

interface LoadedProps<Value> {
  query: ApiQuery<Value>;
  /** Placeholder while loading. */
  skeleton?: ReactNode;
  /** The page's head while it loads and above a refusal, for pages whose head comes with the value. */
  head?: ReactNode;
  /** False for pages that say themselves that their numbers are old. */
  isStaleShown?: boolean;
  children: (value: Value) => ReactNode;
}

/** A query in all its states: loading, loaded, stale, refused, forbidden, not found. */
export function Loaded<Value>({
  query,
  skeleton,
  head,
  isStaleShown = true,
  children,
}: LoadedProps<Value>) {
  const refusal = query.error instanceof RefusedError ? query.error.refusal : null;
  if (refusal && isWithheld(refusal, query)) {
    return (
      <>
        {head}
        <Withheld refusal={refusal} query={query} />
      </>
    );
  }
  if (query.data === undefined) {
    return (
      <>
        {head}
        {skeleton ?? <Rows />}
      </>
    );
  }
  return (
    <>
      {refusal && isStaleShown && <Stale query={query} />}
      {children(query.data)}
    </>
  );
}

/** Old data stays visible while the API is unreachable, but not once access is refused. */
const isWithheld = ({ status }: Refusal, { data }: ApiQuery<unknown>): boolean =>
  data === undefined || status === 403 || status === 404;

function Withheld({ refusal, query }: { refusal: Refusal; query: ApiQuery<unknown> }) {
  if (refusal.status === 403) {
    return <Forbidden />;
  }
  if (refusal.status === 404) {
    return <EmptyState title={refusal.title}>{refusal.detail}</EmptyState>;
  }
  return (
    <Stack align="flex-start">
      <RefusalAlert refusal={refusal} />
      <Button variant="default" onClick={() => void query.refetch()} loading={query.isFetching}>
        Try again
      </Button>
    </Stack>
  );
}

function Stale({ query }: { query: ApiQuery<unknown> }) {
  const at = timeOf(query.dataUpdatedAt, true);
  return (
    <Alert color="yellow" mb="md" role="status">
      <Group justify="space-between">
        <Text size="sm">The API cannot be reached. What you see is from {at}.</Text>
        <Button size="compact-sm" variant="default" onClick={() => void query.refetch()}>
          Try now
        </Button>
      </Group>
    </Alert>
  );
}

export function Rows({ count = 6 }: { count?: number }) {
  return (
    <Stack gap="sm" aria-busy="true" aria-label="Loading">
      {Array.from({ length: count }, (_, row) => row).map((row) => (
        <Skeleton key={row} height={44} />
      ))}
    </Stack>
  );
}

interface EmptyStateProps {
  title: string;
  children?: ReactNode;
  /** What the user can do next. */
  action?: ReactNode;
}

/** Stands for an empty list: whether that is expected, and what to do next. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <Stack className={classes.empty} align="center" gap="xs">
      <Title order={2} size="h4">
        {title}
      </Title>
      {children && (
        <Text c="dimmed" ta="center" maw="28rem">
          {children}
        </Text>
      )}
      {action}
    </Stack>
  );
}

export function Forbidden() {
  const { role } = useMember();
  return (
    <EmptyState title="Not for your role">
      You are {article(role)} {role}. An owner can give you another role on the team page.
    </EmptyState>
  );
}

const article = (role: string) => (/^[aeiou]/.test(role) ? 'an' : 'a');
