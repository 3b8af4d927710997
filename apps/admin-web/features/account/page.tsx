'use client';

import { Button, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useMember, youCan } from '../../lib/member.ts';
import { Facts } from '../kit/facts.tsx';
import { showSuccess } from '../kit/forms.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { ChangePasswordForm } from '../session/change-password-form.tsx';
import { SecondFactorCard } from './second-factor-card.tsx';
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
