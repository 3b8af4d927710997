'use client';

import type { Refusal } from '@flash/web';
import { Button, PasswordInput, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { TeamApi } from '../../lib/team-api.ts';
import { fieldError, generalRefusal } from '../kit/forms.tsx';
import { AccountName, NewPassword, passwordRule } from './fields.tsx';
import { useWait, WaitAlert } from './wait-alert.tsx';

interface BetterPasswordProps {
  team: TeamApi;
  email: string;
  onDone: () => void;
}

/** An account that was made for buying may have a password that the team does not take. */
export function BetterPassword({ team, email, onDone }: BetterPasswordProps) {
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  const leftMs = useWait(refusal);
  const isWrong = refusal?.code === 'INVALID_CREDENTIALS';
  const general = isWrong ? null : generalRefusal(refusal, ['newPassword']);
  const { isMet } = passwordRule(newPassword);
  // Of a buyer's account the API takes any; it would refuse to let it join once more.
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await team.changePassword({ body: { currentPassword, newPassword } });
    setBusy(false);
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) onDone();
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        {general && <WaitAlert refusal={general} leftMs={leftMs} />}
        <AccountName email={email} />
        <PasswordInput
          label="Current password"
          name="currentPassword"
          autoComplete="current-password"
          required
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
        <Button type="submit" loading={isBusy} disabled={leftMs > 0 || !isMet}>
          Change it and join
        </Button>
      </Stack>
    </form>
  );
}
