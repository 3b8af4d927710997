'use client';

import type { Refusal } from '@flash/web';
import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { sayDone } from '../kit/done.ts';
import { fieldError, generalRefusal } from '../kit/field-error.ts';
import { NewPassword } from '../session/new-password.tsx';
import { passwordRule } from '../session/password-rule.ts';
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
        {/* For password managers, which keep a password under a name. */}
        <input
          type="text"
          name="username"
          autoComplete="username"
          value={user.email}
          readOnly
          hidden
        />
        <PasswordInput
          label="Present password"
          name="currentPassword"
          autoComplete="current-password"
          required
          data-autofocus
          value={currentPassword}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          error={isWrong && 'This is not your present password.'}
        />
        <NewPassword
          label="New password"
          value={newPassword}
          onChange={setNew}
          error={fieldError(refusal, 'newPassword')}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={isBusy}
            disabled={leftMs > 0 || !passwordRule(newPassword).isMet}
          >
            Change it
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
