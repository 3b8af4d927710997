'use client';

import type { Refusal } from '@flash/web';
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
import { type FormEvent, useRef, useState } from 'react';
import type { TeamApi } from '../../lib/team-api.ts';
import { fieldError, generalRefusal } from '../kit/forms.tsx';
import { CodeField } from './fields.tsx';
import classes from './session.module.css';
import { useWait, WaitAlert } from './wait-alert.tsx';

interface SignInFormProps {
  team: TeamApi;
  email?: string;
  /** The person whose session ended has to sign in again, with the same account. */
  isEmailFixed?: boolean;
  onDone: () => void;
}

/** Password first, then the second factor where the account has one. */
export function SignInForm({ team, email = '', isEmailFixed = false, onDone }: SignInFormProps) {
  const [typed, setTyped] = useState(email);
  const [step, setStep] = useState<'password' | 'code' | 'late'>('password');
  if (step === 'code') {
    return (
      <SecondFactorForm
        team={team}
        onDone={onDone}
        onBack={() => setStep('password')}
        onLate={() => setStep('late')}
      />
    );
  }
  return (
    <PasswordForm
      team={team}
      email={typed}
      onEmail={setTyped}
      isEmailFixed={isEmailFixed}
      isLate={step === 'late'}
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
  /** The second step took longer than the API remembers the first one. */
  isLate: boolean;
  onDone: () => void;
  onCodeNeeded: () => void;
}

function PasswordForm(props: PasswordFormProps) {
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

interface SecondFactorFormProps {
  team: TeamApi;
  onDone: () => void;
  onBack: () => void;
  /** The password has to be given again. */
  onLate: () => void;
}

function SecondFactorForm({ team, onDone, onBack, onLate }: SecondFactorFormProps) {
  const [isRecovery, setRecovery] = useState(false);
  const [code, setCode] = useState('');
  const [trustDevice, setTrust] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  const leftMs = useWait(refusal);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const verify = isRecovery ? team.verifyBackupCode : team.verifyTotp;
    const given = isRecovery ? code.trim() : code.replace(/\s/g, '');
    const answer = await verify({ body: { code: given, trustDevice } });
    setBusy(false);
    if (answer.ok) return onDone();
    if (answer.refusal.code === 'UNAUTHENTICATED') return onLate();
    setRefusal(answer.refusal);
  };
  const change = () => {
    setRecovery(!isRecovery);
    setCode('');
    setRefusal(null);
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
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
