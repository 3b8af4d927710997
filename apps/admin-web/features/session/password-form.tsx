'use client';

import type { Refusal } from '@flash/web';
import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import type { TeamApi } from '../../lib/team-api.ts';
import { fieldError, generalRefusal } from '../kit/forms.tsx';
import { useWait, WaitAlert } from './wait-alert.tsx';

interface PasswordFormProps {
  team: TeamApi;
  email: string;
  onEmail: (email: string) => void;
  isEmailFixed: boolean;
  /** The second step took longer than the API remembers the first one. */
  isLate: boolean;
  onDone: () => void;
  onCodeNeeded: () => void;
}

export function PasswordForm(props: PasswordFormProps) {
  const { team, email, onEmail, isEmailFixed, isLate, onDone, onCodeNeeded } = props;
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  const emailField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const leftMs = useWait(refusal);
  const general = generalRefusal(refusal, ['email', 'password']);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await team.signIn({ body: { email: email.trim(), password } });
    setBusy(false);
    setRefusal(answer.ok ? null : answer.refusal);
    if (!answer.ok) {
      const at = fieldError(answer.refusal, 'email') ? emailField : passwordField;
      return at.current?.select();
    }
    if ('twoFactorRedirect' in answer.value) onCodeNeeded();
    else onDone();
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        {isLate && !refusal && (
          <Alert color="yellow" title="That took too long" role="alert">
            Enter your password once more, then a new code.
          </Alert>
        )}
        {general && <WaitAlert refusal={general} leftMs={leftMs} />}
        <TextInput
          ref={emailField}
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          required
          readOnly={isEmailFixed}
          value={email}
          onChange={(event) => onEmail(event.currentTarget.value)}
          error={fieldError(refusal, 'email') && 'Enter a full e-mail address: name@example.com.'}
        />
        <PasswordInput
          ref={passwordField}
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          data-autofocus={isEmailFixed || undefined}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={fieldError(refusal, 'password') && 'Enter your password.'}
        />
        <Button type="submit" loading={isBusy} disabled={leftMs > 0}>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
