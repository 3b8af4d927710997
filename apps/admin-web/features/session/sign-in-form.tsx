'use client';

import type { Refusal } from '@flash/web';
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { TeamApi } from '../../lib/team-api.ts';
import { RefusalAlert } from '../kit/refusal-alert.tsx';

interface SignInFormProps {
  team: TeamApi;
  email?: string;
  onDone: () => void;
}

export function SignInForm({ team, email = '', onDone }: SignInFormProps) {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '');
    setBusy(true);
    const answer = await team.signIn({
      body: { email: text('email'), password: text('password') },
    });
    setBusy(false);
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) onDone();
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        {refusal && <RefusalAlert refusal={refusal} />}
        <TextInput
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          required
          defaultValue={email}
        />
        <PasswordInput label="Password" name="password" autoComplete="current-password" required />
        <Button type="submit" loading={isBusy}>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
