'use client';

import type { AnswerOf, Endpoints, Member } from '@flash/shared-types';
import { Checkbox, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { FormButtons, RefusalAlert } from '../kit/forms.tsx';
import { LinkOnce } from './link-once.tsx';

type Made = AnswerOf<Endpoints['resetMember']>;

export function ResetDialog({ member, onClose }: { member: Member | null; onClose: () => void }) {
  const [made, setMade] = useState<Made | null>(null);
  const close = () => {
    onClose();
    setMade(null);
  };
  return (
    <Modal
      opened={member !== null}
      onClose={close}
      closeOnClickOutside={made === null}
      closeOnEscape={made === null}
      title={made ? 'Send this link' : 'Reset the password'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {member && !made && <ResetForm member={member} onMade={setMade} onCancel={close} />}
      {member && made && (
        <LinkOnce label="Reset link" url={made.url} expiresAt={made.expiresAt} onClose={close}>
          The person who opens it sets the password of {member.email}. Send it to them in a secure
          way.
        </LinkOnce>
      )}
    </Modal>
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
