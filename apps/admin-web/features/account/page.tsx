'use client';

import { Button, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMember, youCan } from '../../lib/member.ts';
import { Facts } from '../kit/facts.tsx';
import { showSuccess } from '../kit/forms.tsx';
import { Mark } from '../kit/mark.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { ChangePasswordForm } from '../session/change-password-form.tsx';
import { PasswordStep } from './password-step.tsx';
import { RecoveryCodes, SetUpSecondFactor } from './second-factor-setup.tsx';
import { Section } from './section.tsx';
import { SessionsCard } from './sessions-card.tsx';

export function AccountPage() {
  return (
    <>
      <PageHead title="Account and security">
        Your profile, password, two-factor and sessions.
      </PageHead>
      <Stack maw="44rem">
        <WhoCard />
        <SecondFactorCard />
        <PasswordCard />
        <SessionsCard />
      </Stack>
    </>
  );
}

function WhoCard() {
  const { user, role } = useMember();
  return (
    <Section title="You">
      <Facts
        facts={[
          ['Name', user.name || '–'],
          ['E-mail', user.email],
          ['Role', <strong key="role">{role}</strong>],
          ['Permissions', youCan(role)],
        ]}
      />
    </Section>
  );
}

function PasswordCard() {
  const { team, user } = useMember();
  const queries = useQueryClient();
  const [isOpen, { open, close }] = useDisclosure(false);
  const onDone = () => {
    showSuccess('Your password is changed; your other sessions have ended.');
    close();
    return queries.invalidateQueries({ queryKey: ['sessions'] });
  };
  return (
    <Section
      title="Password"
      lead="Changing the password ends your other sessions."
      actions={
        !isOpen && (
          <Button variant="default" onClick={open}>
            Change the password
          </Button>
        )
      }
    >
      {isOpen && (
        <ChangePasswordForm
          team={team}
          email={user.email}
          label="Change the password"
          onDone={onDone}
          onCancel={close}
        />
      )}
    </Section>
  );
}

type Step = 'none' | 'on' | 'renew' | 'off';

function SecondFactorCard() {
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
