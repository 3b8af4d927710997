'use client';

import type { Refusal } from '@flash/web';
import { PasswordInput, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { FormButtons, fieldError, generalRefusal, sayDone } from '../kit/forms.tsx';
import { AccountName, NewPassword, passwordRule } from '../session/fields.tsx';
import { useWait, WaitAlert } from '../session/wait-alert.tsx';

export function ChangePassword({ onClose }: { onClose: () => void }) {
  const { team, user } = useMember();
  const queries = useQueryClient();
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  const leftMs = useWait(refusal);
  const isWrong = refusal?.code === 'INVALID_CREDENTIALS';
  const general = isWrong ? null : generalRefusal(refusal, ['newPassword']);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await team.changePassword({ body: { currentPassword, newPassword } });
    setBusy(false);
    if (!answer.ok) return setRefusal(answer.refusal);
    sayDone('Your password is changed; your other sessions have ended.');
    onClose();
    await queries.invalidateQueries({ queryKey: ['sessions'] });
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        {general && <WaitAlert refusal={general} leftMs={leftMs} />}
        <AccountName email={user.email} />
        <PasswordInput
          label="Current password"
          name="currentPassword"
          autoComplete="current-password"
          required
          data-autofocus
          value={currentPassword}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          error={isWrong && 'This is not your current password.'}
        />
        <NewPassword
          label="New password"
          value={newPassword}
          onChange={setNew}
          error={fieldError(refusal, 'newPassword')}
        />
        <FormButtons
          label="Change the password"
          isBusy={isBusy}
          isDisabled={leftMs > 0 || !passwordRule(newPassword).isMet}
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}
