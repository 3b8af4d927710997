'use client';

import type { Answer } from '@flash/client';
import { PasswordInput, Stack } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { FormButtons } from '../kit/forms.tsx';
import { AccountName } from '../session/fields.tsx';
import { useWait, WaitAlert } from '../session/wait-alert.tsx';

interface PasswordStepProps<Value> {
  lead: ReactNode;
  button: string;
  call: (password: string) => Promise<Answer<Value>>;
  onDone: (value: Value) => void;
  onCancel?: () => void;
}

/** Asks for the password before changes that could lock the user out. */
export function PasswordStep<Value>(props: PasswordStepProps<Value>) {
  const { lead, button, call, onDone, onCancel } = props;
  const { user } = useMember();
  const [password, setPassword] = useState('');
  const { submit, isBusy, refusal } = useSubmit({ call: () => call(password), onDone });
  const leftMs = useWait(refusal);
  const isWrong = refusal?.code === 'INVALID_CREDENTIALS';

  return (
    <form onSubmit={submit}>
      <Stack>
        {lead}
        {refusal && !isWrong && <WaitAlert refusal={refusal} leftMs={leftMs} />}
        <AccountName email={user.email} />
        <PasswordInput
          label="Your password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={isWrong && 'This is not your password.'}
        />
        <FormButtons label={button} isBusy={isBusy} isDisabled={leftMs > 0} onCancel={onCancel} />
      </Stack>
    </form>
  );
}
