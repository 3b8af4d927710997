'use client';

import { Button, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { showSuccess } from '../kit/forms.tsx';
import { Mark } from '../kit/mark.tsx';
import { PasswordStep } from './password-step.tsx';
import { RecoveryCodes, SetUpSecondFactor } from './second-factor-setup.tsx';
import { Section } from './section.tsx';

type Step = 'none' | 'on' | 'renew' | 'off';

export function SecondFactorCard() {
  const { user, role } = useMember();
  const queries = useQueryClient();
  const [step, setStep] = useState<Step>('none');
  const isOn = user.twoFactorEnabled === true;
  const settled = (words: string) => {
    showSuccess(words);
    setStep('none');
    void queries.invalidateQueries({ queryKey: ['session'] });
  };
  const cancel = () => setStep('none');

  return (
    <Section
      title="Two-factor"
      mark={step === 'none' && <Mark tone={isOn ? 'good' : 'quiet'}>{isOn ? 'on' : 'off'}</Mark>}
      lead="After the password, signing in asks for a code from your device."
      actions={
        step === 'none' &&
        (isOn ? (
          <>
            <Button variant="default" onClick={() => setStep('renew')}>
              New recovery codes
            </Button>
            {role !== 'owner' && (
              <Button variant="default" onClick={() => setStep('off')}>
                Turn off
              </Button>
            )}
          </>
        ) : (
          <Button onClick={() => setStep('on')}>Turn on two-factor</Button>
        ))
      }
    >
      {isOn && step === 'none' && role === 'owner' && <Text size="sm">Required for owners.</Text>}
      {step === 'on' && (
        <SetUpSecondFactor onDone={() => settled('Two-factor is on.')} onCancel={cancel} />
      )}
      {step === 'renew' && (
        <RenewCodes
          onDone={() => settled('The new recovery codes are active. The old ones no longer work.')}
          onCancel={cancel}
        />
      )}
      {step === 'off' && (
        <SwitchOff onDone={() => settled('Two-factor is off.')} onCancel={cancel} />
      )}
    </Section>
  );
}

interface StepProps {
  onDone: () => void;
  onCancel: () => void;
}

function RenewCodes({ onDone, onCancel }: StepProps) {
  const { team } = useMember();
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes) {
    return <RecoveryCodes codes={codes} onKept={onDone} />;
  }
  return (
    <PasswordStep
      lead={<Text size="sm">Your current codes stop working immediately.</Text>}
      button="Create new codes"
      call={(password) => team.renewBackupCodes({ body: { password } })}
      onDone={({ backupCodes }) => setCodes(backupCodes)}
      onCancel={onCancel}
    />
  );
}

function SwitchOff({ onDone, onCancel }: StepProps) {
  const { team } = useMember();
  return (
    <PasswordStep
      lead={<Text size="sm">After that, signing in asks for the password only.</Text>}
      button="Turn off"
      call={(password) => team.endTwoFactor({ body: { password } })}
      onDone={onDone}
      onCancel={onCancel}
    />
  );
}
