'use client';

import type { Invitation } from '@flash/shared-types';
import { useTicking } from '@flash/web';
import { Button, Group, Title } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { type Action, ActionDialog } from '../kit/action-dialog.tsx';
import { type Column, RecordList } from '../kit/lists/record-list.tsx';
import { EmptyState, Loaded, Rows } from '../kit/loaded.tsx';
import { Mark, type Tone } from '../kit/mark.tsx';
import { When } from '../kit/when.tsx';
import { RoleDialog } from './role-dialog.tsx';

const MINUTE_MS = 60_000;

export function InvitationsSection({ onInvite }: { onInvite: () => void }) {
  const { team } = useMember();
  const now = useTicking(Date.now, MINUTE_MS) ?? 0;
  const [subject, setSubject] = useState<Invitation | null>(null);
  const [action, setAction] = useState<Action | null>(null);
  const query = useApiQuery(['team', 'invitations'], (signal) => team.listInvitations({ signal }));

  const revoke = ({ id, email }: Invitation) =>
    setAction({
      title: 'Revoke the invitation',
      effect: `The link created for ${email} stops working immediately.`,
      button: 'Revoke',
      reasonLabel: null,
      run: () => team.revokeInvitation({ params: { id } }),
      done: `The invitation of ${email} is revoked.`,
      stale: ['team'],
    });
  const columns: Column<Invitation>[] = [
    { head: 'E-mail', cell: ({ email }) => email },
    { head: 'Role', cell: ({ role }) => role },
    { head: 'State', cell: (item) => <State item={item} now={now} /> },
    {
      head: 'Actions',
      cell: (item) =>
        stateOf(item, now).kind === 'open' ? (
          <Group gap="xs" wrap="nowrap">
            <Button
              variant="default"
              size="xs"
              onClick={() => setSubject(item)}
              aria-label={`Change the role for ${item.email}`}
            >
              Role
            </Button>
            <Button
              variant="default"
              size="xs"
              onClick={() => revoke(item)}
              aria-label={`Revoke the invitation of ${item.email}`}
            >
              Revoke
            </Button>
          </Group>
        ) : (
          '–'
        ),
    },
  ];

  return (
    <section aria-labelledby="invitations">
      <Title order={2} size="h4" id="invitations" mb="sm">
        Invitations
      </Title>
      <Loaded query={query} skeleton={<Rows count={2} />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState
              title="No invitations"
              action={
                <Button variant="default" onClick={onInvite}>
                  Invite a member
                </Button>
              }
            >
              An invitation is a link that gives a role to the person who opens it. It works once,
              for 72 hours.
            </EmptyState>
          ) : (
            <RecordList label="Invitations" columns={columns} rows={items} keyOf={({ id }) => id} />
          )
        }
      </Loaded>
      <RoleDialog subject={subject} onClose={() => setSubject(null)} />
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </section>
  );
}

function State({ item, now }: { item: Invitation; now: number }) {
  const { kind, word, tone } = stateOf(item, now);
  return (
    <>
      <Mark tone={tone}>{word}</Mark> {kind === 'open' ? 'until ' : ''}
      <When at={item.acceptedAt ?? item.expiresAt} />
    </>
  );
}

interface InvitationState {
  kind: 'open' | 'accepted' | 'expired';
  word: string;
  tone: Tone;
}

type Times = Pick<Invitation, 'acceptedAt' | 'expiresAt'>;

export function stateOf({ acceptedAt, expiresAt }: Times, nowMs: number): InvitationState {
  if (acceptedAt) {
    return { kind: 'accepted', word: 'accepted', tone: 'good' };
  }
  if (Date.parse(expiresAt) <= nowMs) {
    return { kind: 'expired', word: 'expired', tone: 'quiet' };
  }
  return { kind: 'open', word: 'open', tone: 'busy' };
}
