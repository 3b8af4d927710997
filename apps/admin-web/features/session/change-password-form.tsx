'use client';

import { Button, PasswordInput, Stack } from '@mantine/core';
import { useState } from 'react';
import type { TeamApi } from '../../lib/team-api.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { FormButtons, fieldError, generalRefusal } from '../kit/forms.tsx';
import { AccountName, NewPassword, passwordRule } from './fields.tsx';
import { useWait, WaitAlert } from './wait-alert.tsx';

interface ChangePasswordFormProps {
  team: TeamApi;
  email: string;
  /** Text of the submit button. */
  label: string;
  onDone: () => unknown;
  onCancel?: () => void;
}

/** Changes the password of the signed-in account; the API ends its other sessions. */
export function ChangePasswordForm(props: ChangePasswordFormProps) {
  const { team, email, label, onDone, onCancel } = props;
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const { submit, isBusy, refusal } = useSubmit({
    call: () => team.changePassword({ body: { currentPassword, newPassword } }),
    onDone,
  });
  const leftMs = useWait(refusal);
  const isWrong = refusal?.code === 'INVALID_CREDENTIALS';
  const general = isWrong ? null : generalRefusal(refusal, ['newPassword']);
  // For a buyer's account the API accepts any password, but would then refuse to let it join.
  const isDisabled = leftMs > 0 || !passwordRule(newPassword).isMet;
  return (
    <form onSubmit={submit}>
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
        {onCancel ? (
          <FormButtons label={label} isBusy={isBusy} isDisabled={isDisabled} onCancel={onCancel} />
        ) : (
          <Button type="submit" loading={isBusy} disabled={isDisabled}>
            {label}
          </Button>
        )}
      </Stack>
    </form>
  );
}
