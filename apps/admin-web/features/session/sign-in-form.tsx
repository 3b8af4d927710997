'use client';

import {
  Alert,
  Anchor,
  Button,
  Checkbox,
  Group,
  PasswordInput,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useRef, useState } from 'react';
import type { TeamApi } from '../../lib/team-api.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { fieldError, generalRefusal } from '../kit/forms.tsx';
import { CodeField } from './fields.tsx';
import classes from './session.module.css';
import { useWait, WaitAlert } from './wait-alert.tsx';

interface SignInFormProps {
  team: TeamApi;
  email?: string;
  /** After a session has ended, the same account must sign in again. */
  isEmailFixed?: boolean;
  onDone: () => void;
}

/** Asks for the password, then for the second factor if the account has one. */
export function SignInForm({ team, email = '', isEmailFixed = false, onDone }: SignInFormProps) {
  const [typed, setTyped] = useState(email);
  const [step, setStep] = useState<'password' | 'code' | 'timed-out'>('password');
  if (step === 'code') {
    return (
      <SecondFactorForm
        team={team}
        onDone={onDone}
        onBack={() => setStep('password')}
        onTimedOut={() => setStep('timed-out')}
      />
    );
  }
  return (
    <PasswordForm
      team={team}
      email={typed}
      onEmail={setTyped}
      isEmailFixed={isEmailFixed}
      isTimedOut={step === 'timed-out'}
      onDone={onDone}
      onCodeNeeded={() => setStep('code')}
    />
  );
}

interface PasswordFormProps {
  team: TeamApi;
  email: string;
  onEmail: (email: string) => void;
  isEmailFixed: boolean;
  /** The code came after the API had forgotten the password step. */
  isTimedOut: boolean;
  onDone: () => void;
  onCodeNeeded: () => void;
}

function PasswordForm(props: PasswordFormProps) {
  const { team, email, onEmail, isEmailFixed, isTimedOut, onDone, onCodeNeeded } = props;
  const [password, setPassword] = useState('');
  const emailField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const { submit, isBusy, refusal } = useSubmit({
    call: () => team.signIn({ body: { email: email.trim(), password } }),
    onDone: (answer) => ('twoFactorRedirect' in answer ? onCodeNeeded() : onDone()),
    onRefused: (refused) => {
      const field = fieldError(refused, 'email') ? emailField : passwordField;
      field.current?.select();
    },
  });
  const leftMs = useWait(refusal);
  const general = generalRefusal(refusal, ['email', 'password']);

  return (
    <form onSubmit={submit}>
      <Stack>
        {isTimedOut && !refusal && (
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

interface SecondFactorFormProps {
  team: TeamApi;
  onDone: () => void;
  onBack: () => void;
  /** The password step has expired and must be repeated. */
  onTimedOut: () => void;
}

function SecondFactorForm({ team, onDone, onBack, onTimedOut }: SecondFactorFormProps) {
  const [isRecovery, setRecovery] = useState(false);
  const [code, setCode] = useState('');
  const [trustDevice, setTrust] = useState(false);
  const { submit, isBusy, refusal, clearRefusal } = useSubmit({
    call: () =>
      isRecovery
        ? team.verifyBackupCode({ body: { code: code.trim(), trustDevice } })
        : team.verifyTotp({ body: { code: code.replace(/\s/g, ''), trustDevice } }),
    onDone,
    onRefused: (refused) => {
      if (refused.code === 'UNAUTHENTICATED') {
        onTimedOut();
      }
    },
  });
  const leftMs = useWait(refusal);
  const change = () => {
    setRecovery(!isRecovery);
    setCode('');
    clearRefusal();
  };

  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm" c="dimmed" role="status">
          {isRecovery
            ? 'One of the recovery codes you saved when you turned on two-factor. Each works once.'
            : 'Enter the code from your authenticator app.'}
        </Text>
        {refusal && <WaitAlert refusal={refusal} leftMs={leftMs} />}
        <CodeField
          key={String(isRecovery)}
          isRecovery={isRecovery}
          value={code}
          onChange={setCode}
        />
        <Checkbox
          label="Trust this device for 30 days"
          description="This device then asks for the password only. Do not use this on shared devices."
          checked={trustDevice}
          onChange={(event) => setTrust(event.currentTarget.checked)}
        />
        <Button type="submit" loading={isBusy} disabled={leftMs > 0}>
          Sign in
        </Button>
        <Group justify="space-between" gap="xs">
          <Anchor
            component="button"
            type="button"
            className={classes.press}
            size="sm"
            onClick={change}
          >
            {isRecovery ? 'Use the app instead' : 'Use a recovery code'}
          </Anchor>
          <Anchor
            component="button"
            type="button"
            className={classes.press}
            size="sm"
            onClick={onBack}
          >
            Back
          </Anchor>
        </Group>
      </Stack>
    </form>
  );
}
