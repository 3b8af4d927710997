'use client';

import { Text } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { PasswordStep } from './password-step.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { VerifyStep } from './verify-step.tsx';

interface SetUpProps {
  onDone: () => void;
  onCancel?: () => void;
}

interface Begun {
  totpURI: string;
  backupCodes: string[];
}

/** Password, then a code from the app, then the recovery codes are kept: on from the second step. */
export function SetUpSecondFactor({ onDone, onCancel }: SetUpProps) {
  const { team } = useMember();
  const [begun, setBegun] = useState<Begun | null>(null);
  const [isOn, setOn] = useState(false);
  if (begun && isOn) return <RecoveryCodes codes={begun.backupCodes} onKept={onDone} />;
  if (begun) {
    return <VerifyStep uri={begun.totpURI} onDone={() => setOn(true)} onCancel={onCancel} />;
  }
  return (
    <PasswordStep
      lead={
        <Text size="sm">
          You need an authenticator app on your phone or computer. Step 1 of 3: confirm your
          password.
        </Text>
      }
      button="Continue"
      ask={(password) => team.beginTwoFactor({ body: { password } })}
      onDone={setBegun}
      onCancel={onCancel}
    />
  );
}
