'use client';

import { useState } from 'react';
import type { TeamApi } from '../../lib/team-api.ts';
import { PasswordForm } from './password-form.tsx';
import { SecondFactorForm } from './second-factor-form.tsx';

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
