'use client';

import type { ApiKey } from '@flash/shared-types';
import { Anchor, Button, Code, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { type Action, ActionDialog } from '../kit/action-dialog.tsx';
import { type Column, RecordList } from '../kit/lists/record-list.tsx';
import { EmptyState, Forbidden, Loaded, Rows } from '../kit/loaded.tsx';
import { Mark, type Tone } from '../kit/mark.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { SaleName } from '../kit/sale-name.tsx';
import { When } from '../kit/when.tsx';
import { NewKeyDialog } from './new-key.tsx';

export function KeysPage() {
  const { may, team } = useMember();
  const [isOpen, { open, close }] = useDisclosure(false);
  const isOwner = may('owner');
  return (
    <>
      <PageHead title="API keys" actions={isOwner && <Button onClick={open}>New API key</Button>}>
        For programs that call the API.{' '}
        <Anchor href={new URL('/docs', team.base).href} target="_blank" inherit underline="always">
          API reference
        </Anchor>
      </PageHead>
      {isOwner ? <KeyList onNew={open} /> : <Forbidden />}
      <NewKeyDialog isOpen={isOpen} onClose={close} />
    </>
  );
}

function KeyList({ onNew }: { onNew: () => void }) {
  const { team } = useMember();
  const [action, setAction] = useState<Action | null>(null);
  const query = useApiQuery(['keys'], (signal) => team.listKeys({ signal }));

  const revoke = ({ id, name, hint }: ApiKey) =>
    setAction({
      title: `Revoke ${name}`,
      effect: `The program that uses the key ${hint}… is refused immediately. This cannot be undone; a new key can be created.`,
      button: 'Revoke',
      reasonLabel: null,
      run: () => team.revokeKey({ params: { id } }),
      done: `The API key ${name} is revoked.`,
      stale: ['keys'],
    });
  const columns: Column<ApiKey>[] = [
    { head: 'Name', cell: (key) => <NameAndScopes apiKey={key} /> },
    {
      head: 'Sale',
      cell: ({ flashSaleId }) => (flashSaleId ? <SaleName id={flashSaleId} /> : 'All sales'),
    },
    { head: 'State', cell: (key) => <State apiKey={key} /> },
    {
      head: 'Last used',
      cell: ({ lastUsedAt }) => (lastUsedAt ? <When at={lastUsedAt} /> : 'never'),
    },
    {
      head: 'Created',
      cell: ({ createdAt, createdBy }) => (
        <>
          <When at={createdAt} />
          <Text size="xs" c="dimmed">
            {createdBy.email ?? 'A former member'}
          </Text>
        </>
      ),
    },
    {
      head: 'Actions',
      cell: (key) =>
        key.state === 'active' || key.state === 'stopped' ? (
          <Button
            variant="default"
            size="xs"
            onClick={() => revoke(key)}
            aria-label={`Revoke ${key.name}`}
          >
            Revoke
          </Button>
        ) : (
          '–'
        ),
    },
  ];

  return (
    <>
      <Loaded query={query} skeleton={<Rows count={2} />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState
              title="No API keys"
              action={
                <Button variant="default" onClick={onNew}>
                  New API key
                </Button>
              }
            >
              An API key lets a program read or change only what its scopes allow, such as orders
              for a warehouse. It never gives access to members, refunds or other keys.
            </EmptyState>
          ) : (
            <RecordList label="API keys" columns={columns} rows={items} keyOf={({ id }) => id} />
          )
        }
      </Loaded>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </>
  );
}

function NameAndScopes({ apiKey: { name, hint, scopes } }: { apiKey: ApiKey }) {
  return (
    <Stack gap={2}>
      <Text size="sm" fw={600}>
        {name}
      </Text>
      <Code w="fit-content" style={{ whiteSpace: 'nowrap' }}>
        {hint}…
      </Code>
      <Text size="xs" c="dimmed" fw={400}>
        {scopes.join(', ')}
      </Text>
    </Stack>
  );
}

const tones: Record<ApiKey['state'], Tone> = {
  active: 'good',
  expired: 'quiet',
  revoked: 'quiet',
  stopped: 'bad',
};

function State({ apiKey: { state, expiresAt, revokedAt } }: { apiKey: ApiKey }) {
  return (
    <>
      <Mark tone={tones[state]}>{state}</Mark> {state === 'active' && expiresAt && 'until '}
      {state === 'revoked' && revokedAt && <When at={revokedAt} />}
      {(state === 'active' || state === 'expired') && expiresAt && <When at={expiresAt} />}
      {state === 'stopped' && (
        <Text size="xs" c="dimmed">
          The member who created it is no longer an owner.
        </Text>
      )}
    </>
  );
}
