'use client';

import type { AnswerOf, Endpoints, Member } from '@flash/shared-types';
import type { Refusal } from '@flash/web';
import { Checkbox, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { FormButtons } from '../kit/form-buttons.tsx';
import { RefusalAlert } from '../kit/refusal-alert.tsx';

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
          You get a link with which {member.name || member.email} chooses a new password. Until it
          is used nothing changes; then all their sessions end. An older link stops working.
        </Text>
        {refusal && <RefusalAlert refusal={refusal} />}
        <Checkbox
          label="Also clear the second factor"
          description="Only if they lost the device and the recovery codes. Make sure it is them who asks."
          checked={clearTwoFactor}
          onChange={(event) => setClear(event.currentTarget.checked)}
        />
        <FormButtons label="Make the link" isBusy={isBusy} onCancel={onCancel} />
      </Stack>
    </form>
  );
}
