'use client';

import { Modal, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMember } from '../../lib/member.ts';
import { sessionGuard } from '../../lib/session-guard.ts';
import { SignInForm } from '../session/sign-in-form.tsx';

/** Over the page, not instead of it: what was being typed stays where it is. */
export function SignInAgain({ isOpen }: { isOpen: boolean }) {
  const { team, user } = useMember();
  const queries = useQueryClient();
  const goOn = () => {
    sessionGuard.expired.send(false);
    void queries.invalidateQueries();
  };
  return (
    <Modal
      opened={isOpen}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      title="Your session has ended"
    >
      <Text size="sm" mb="md">
        Sign in again as {user.email}. This page keeps what you have typed; nothing was saved yet.
      </Text>
      <SignInForm team={team} email={user.email} onDone={goOn} />
    </Modal>
  );
}
