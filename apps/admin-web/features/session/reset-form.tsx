'use client';

import type { Refusal } from '@flash/web';
import { Button, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { TeamApi } from '../../lib/team-api.ts';
import { fieldError, generalRefusal } from '../kit/forms.tsx';
import { NewPassword } from './new-password.tsx';
import { passwordRule } from './password-rule.ts';
import { useWait, WaitAlert } from './wait-alert.tsx';

interface ResetFormProps {
  team: TeamApi;
  token: string;
  onDone: (email: string) => void;
  onDead: () => void;
}

export function ResetForm({ team, token, onDone, onDead }: ResetFormProps) {
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  const leftMs = useWait(refusal);
  const general = generalRefusal(refusal, ['password']);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await team.resetPassword({ body: { token, password } });
    setBusy(false);
    if (answer.ok) return onDone(answer.value.email);
    if (answer.refusal.code === 'RESET_TOKEN_INVALID') return onDead();
    setRefusal(answer.refusal);
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        {general && <WaitAlert refusal={general} leftMs={leftMs} />}
        <NewPassword
          label="New password"
          value={password}
          onChange={setPassword}
          error={fieldError(refusal, 'password')}
        />
        <Button
          type="submit"
          loading={isBusy}
          disabled={leftMs > 0 || !passwordRule(password).isMet}
        >
          Set the password
        </Button>
      </Stack>
    </form>
  );
}
