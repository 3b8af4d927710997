'use client';

import type { User } from '@flash/shared-types';
import { Button, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { TeamApi } from '../../lib/team-api.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { fieldError, generalRefusal } from '../kit/forms.tsx';
import { NewPassword, passwordRule } from './fields.tsx';
import { useWait, WaitAlert } from './wait-alert.tsx';

interface SignUpFormProps {
  team: TeamApi;
  /** Token of the invitation or set-up link that allows the sign-up. */
  teamToken?: string;
  /** The address that is known of the person. */
  email?: string;
  onDone: (user: User) => void;
}

export function SignUpForm({ team, teamToken, email: known = '', onDone }: SignUpFormProps) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState('');
  const { submit, isBusy, refusal } = useSubmit({
    call: () =>
      team.signUp({ body: { name: name.trim(), email: email.trim(), password, teamToken } }),
    onDone: ({ user }) => onDone(user),
  });
  const leftMs = useWait(refusal);
  const general = generalRefusal(refusal, ['name', 'email', 'password']);

  return (
    <form onSubmit={submit}>
      <Stack>
        {general && <WaitAlert refusal={general} leftMs={leftMs} />}
        <TextInput
          label="Your name"
          description="The team and the audit log show it."
          name="name"
          autoComplete="name"
          required
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldError(refusal, 'name')}
        />
        <TextInput
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={fieldError(refusal, 'email')}
        />
        <NewPassword
          value={password}
          onChange={setPassword}
          error={fieldError(refusal, 'password')}
        />
        <Button
          type="submit"
          loading={isBusy}
          disabled={leftMs > 0 || !passwordRule(password).isMet}
        >
          Create account
        </Button>
      </Stack>
    </form>
  );
}
