'use client';

import type { AnswerOf, Endpoints, Member } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { Badge, Button, Checkbox, Group, Menu, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { type Action, ActionDialog } from '../kit/action-dialog.tsx';
import { FormButtons, RefusalAlert } from '../kit/forms.tsx';
import { type Column, RecordList } from '../kit/lists/record-list.tsx';
import { Loaded, Rows } from '../kit/loaded.tsx';
import { LinkOnce, MakeOnceDialog } from '../kit/shown-once.tsx';
import { When } from '../kit/when.tsx';
import { RoleDialog } from './role-dialog.tsx';

interface Chosen {
  member: Member;
  step: MemberStep;
}

export function MembersSection() {
  const { team, user } = useMember();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const query = useApiQuery(['team', 'members'], (signal) => team.listMembers({ signal }));
  const of = (step: MemberStep) => (chosen?.step === step ? chosen.member : null);
  const close = () => setChosen(null);

  return (
    <section aria-labelledby="members">
      <Title order={2} size="h4" id="members" mb="sm">
        Members{' '}
        <Text component="span" c="dimmed" inherit fw={400}>
          {query.data && formatCount(query.data.items.length)}
        </Text>
      </Title>
      <Loaded query={query} skeleton={<Rows count={3} />}>
        {({ items }) => {
          const isLastOwner = items.filter(({ role }) => role === 'owner').length === 1;
          const columns: Column<Member>[] = [
            {
              head: 'Name',
              cell: (member) => <Who member={member} isMe={member.userId === user.id} />,
            },
            { head: 'Role', cell: ({ role }) => role },
            { head: 'Since', cell: ({ createdAt }) => <When at={createdAt} /> },
            {
              head: 'Actions',
              cell: (member) => (
                <MemberMenu
                  member={member}
                  isLastOwner={isLastOwner && member.role === 'owner'}
                  onStep={(step) => setChosen({ member, step })}
                />
              ),
            },
          ];
          return (
            <RecordList
              label="Members"
              columns={columns}
              rows={items}
              keyOf={({ userId }) => userId}
            />
          );
        }}
      </Loaded>
      <RoleDialog subject={of('role')} onClose={close} />
      <RemoveDialog member={of('remove')} onClose={close} />
      <ResetDialog member={of('reset')} onClose={close} />
    </section>
  );
}

function Who({ member, isMe }: { member: Member; isMe: boolean }) {
  return (
    <div>
      <Group gap="xs">
        <Text fw={600} size="sm">
          {member.name || member.email}
        </Text>
        {isMe && (
          <Badge variant="outline" color="gray" tt="none">
            you
          </Badge>
        )}
      </Group>
      <Text size="sm" c="dimmed" fw={400}>
        {member.email}
      </Text>
    </div>
  );
}

type MemberStep = 'role' | 'reset' | 'remove';

interface MemberMenuProps {
  member: Member;
  /** The team must keep at least one owner. */
  isLastOwner: boolean;
  onStep: (step: MemberStep) => void;
}

function MemberMenu({ member, isLastOwner, onStep }: MemberMenuProps) {
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          aria-label={`Actions for ${member.name || member.email}`}
        >
          Actions
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {isLastOwner && (
          <Menu.Label>This is the only owner. Make another member an owner first.</Menu.Label>
        )}
        <Menu.Item disabled={isLastOwner} onClick={() => onStep('role')}>
          Change the role
        </Menu.Item>
        <Menu.Item onClick={() => onStep('reset')}>Create a reset link</Menu.Item>
        <Menu.Item disabled={isLastOwner} color="red" onClick={() => onStep('remove')}>
          Remove from the team
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function RemoveDialog({ member, onClose }: { member: Member | null; onClose: () => void }) {
  const { team } = useMember();
  const actionFor = ({ userId, name, email, role }: Member): Action => ({
    title: `Remove ${name || email}`,
    effect: `${name || email} (${role}) loses access to this site immediately. The account stays, without a role; the audit log is unchanged. You can invite them again.`,
    button: 'Remove from the team',
    typedName: email,
    reasonLabel: null,
    run: () => team.removeMember({ params: { userId } }),
    done: `${email} is no longer in the team.`,
    stale: ['team', 'session'],
  });
  return <ActionDialog action={member && actionFor(member)} onClose={onClose} />;
}

type Made = AnswerOf<Endpoints['resetMember']>;

function ResetDialog({ member, onClose }: { member: Member | null; onClose: () => void }) {
  return (
    <MakeOnceDialog<Made>
      isOpen={member !== null}
      onClose={onClose}
      title="Reset the password"
      madeTitle="Send this link"
      form={(onMade, onCancel) =>
        member && <ResetForm member={member} onMade={onMade} onCancel={onCancel} />
      }
    >
      {(made, close) =>
        member && (
          <LinkOnce label="Reset link" url={made.url} expiresAt={made.expiresAt} onClose={close}>
            The person who opens it sets the password of {member.email}. Send it to them in a secure
            way.
          </LinkOnce>
        )
      }
    </MakeOnceDialog>
  );
}

interface ResetFormProps {
  member: Member;
  onMade: (made: AnswerOf<Endpoints['resetMember']>) => void;
  onCancel: () => void;
}

function ResetForm({ member, onMade, onCancel }: ResetFormProps) {
  const { team } = useMember();
  const [clearTwoFactor, setClear] = useState(false);
  const { userId } = member;
  const { submit, isBusy, refusal } = useSubmit({
    call: () => team.resetMember({ params: { userId }, body: { clearTwoFactor } }),
    onDone: onMade,
  });

  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">
          This creates a link for {member.name || member.email} to choose a new password. Using it
          ends all their sessions. Older links stop working.
        </Text>
        {refusal && <RefusalAlert refusal={refusal} />}
        <Checkbox
          label="Also turn off two-factor"
          description="Only if they lost the device and the recovery codes. Verify their identity first."
          checked={clearTwoFactor}
          onChange={(event) => setClear(event.currentTarget.checked)}
        />
        <FormButtons label="Create link" isBusy={isBusy} onCancel={onCancel} />
      </Stack>
    </form>
  );
}
