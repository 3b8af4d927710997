'use client';

import { Anchor, Modal, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { sessionGuard } from '../../lib/session-guard.ts';
import { SignInForm } from '../session/sign-in-form.tsx';

/** Over the page, not instead of it: what was being typed stays where it is. */
export function SignInAgain({ isOpen }: { isOpen: boolean }) {
  const { team, user } = useMember();
  const queries = useQueryClient();
  useEffect(leaveEscapeAlone, []);
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
      closeOnClickOutside={false}
      zIndex={1_000}
      title="Your session has ended"
    >
      <Text size="sm" mb="md">
        Sign in again as {user.email}. What you typed on this page is kept but not saved yet.
      </Text>
      <SignInForm team={team} email={user.email} isEmailFixed onDone={goOn} />
      <Text size="sm" mt="md" c="dimmed">
        Not you?{' '}
        <Anchor href={addresses.login} underline="always" inherit>
          Use another account
        </Anchor>
        . This closes the page.
      </Text>
    </Modal>
  );
}

/** Escape would close the dialog below this one, and what was typed into it would be gone. */
function leaveEscapeAlone(): () => void {
  const stop = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && sessionGuard.expired.get()) event.stopImmediatePropagation();
  };
  addEventListener('keydown', stop, { capture: true });
  return () => removeEventListener('keydown', stop, { capture: true });
}
