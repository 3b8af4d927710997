'use client';

import type { AnswerOf, Endpoints, Role } from '@flash/shared-types';
import { Button, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { aRole, useMember } from '../../lib/member.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { FormButtons, fieldError, generalRefusal, RefusalAlert } from '../kit/forms.tsx';
import { Forbidden } from '../kit/loaded.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { LinkOnce, MakeOnceDialog } from '../kit/shown-once.tsx';
import { InvitationsSection } from './invitations-section.tsx';
import { MembersSection } from './members-section.tsx';
import { RolePicker } from './role-dialog.tsx';

export function TeamPage() {
  const { may } = useMember();
  const [isOpen, { open, close }] = useDisclosure(false);
  const isOwner = may('owner');
  return (
    <>
      <PageHead title="Team" actions={isOwner && <Button onClick={open}>Invite a member</Button>}>
        Members and their roles.
      </PageHead>
      {isOwner ? (
        <Stack gap="xl">
          <MembersSection />
          <InvitationsSection onInvite={open} />
          <InviteDialog isOpen={isOpen} onClose={close} />
        </Stack>
      ) : (
        <Forbidden />
      )}
    </>
  );
}

type Invited = AnswerOf<Endpoints['invite']>;

interface InviteDialogProps {
  isOpen: boolean;
  onClose: () => void;
}

function InviteDialog({ isOpen, onClose }: InviteDialogProps) {
  return (
    <MakeOnceDialog<Invited>
      isOpen={isOpen}
      onClose={onClose}
      title="Invite a member"
      madeTitle="Send this link"
      form={(onMade, onCancel) => <InviteForm onMade={onMade} onCancel={onCancel} />}
    >
      {(made, close) => (
        <LinkOnce label="Invitation link" url={made.url} expiresAt={made.expiresAt} onClose={close}>
          The person who opens it becomes {aRole(made.role)}. Send it only to {made.email}.
        </LinkOnce>
      )}
    </MakeOnceDialog>
  );
}

interface InviteFormProps {
  onMade: (invited: AnswerOf<Endpoints['invite']>) => void;
  onCancel: () => void;
}

function InviteForm({ onMade, onCancel }: InviteFormProps) {
  const { team } = useMember();
  const queries = useQueryClient();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const { submit, isBusy, refusal } = useSubmit({
    call: () => team.invite({ body: { email: email.trim(), role } }),
    onDone: (invited) => {
      onMade(invited);
      return queries.invalidateQueries({ queryKey: ['team'] });
    },
  });
  const general = generalRefusal(refusal, ['email']);

  return (
    <form onSubmit={submit}>
      <Stack>
        {general && <RefusalAlert refusal={general} />}
        <TextInput
          data-autofocus
          label="E-mail"
          description="For your list of invitations. You send the link yourself."
          name="email"
          type="email"
          autoComplete="off"
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={fieldError(refusal, 'email')}
        />
        <RolePicker value={role} onChange={setRole} />
        <FormButtons label="Create link" isBusy={isBusy} onCancel={onCancel} />
      </Stack>
    </form>
  );
}
