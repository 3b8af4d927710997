'use client';

import type { AnswerOf, Endpoints, Member } from '@flash/shared-types';
import type { Refusal } from '@flash/web';
import { Checkbox, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { FormButtons, RefusalAlert } from '../kit/forms.tsx';

interface ResetFormProps {
  member: Member;
  onMade: (made: AnswerOf<Endpoints['resetMember']>) => void;
  onCancel: () => void;
}

export function ResetForm({ member, onMade, onCancel }: ResetFormProps) {
  const { team } = useMember();
  const [clearTwoFactor, setClear] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const { userId } = member;
    const answer = await team.resetMember({ params: { userId }, body: { clearTwoFactor } });
    setBusy(false);
    if (answer.ok) onMade(answer.value);
    else setRefusal(answer.refusal);
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
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
        <FormButtons label="Create the link" isBusy={isBusy} onCancel={onCancel} />
      </Stack>
    </form>
  );
}
