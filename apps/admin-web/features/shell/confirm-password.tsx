'use client';

import { useStore } from '@flash/web';
import { Modal, Text } from '@mantine/core';
import { useMember } from '../../lib/member.ts';
import { sessionGuard } from '../../lib/session-guard.ts';
import { PasswordStep } from '../account/password-step.tsx';

/** Over the page and its dialogs: what was about to be done goes on by itself afterwards. */
export function ConfirmPassword() {
  const { team } = useMember();
  const settle = useStore(sessionGuard.confirming);
  return (
    <Modal
      opened={settle !== null}
      onClose={() => settle?.(false)}
      zIndex={900}
      title="Confirm your password"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <PasswordStep
        lead={
          <Text size="sm">
            You signed in a while ago. Enter your password again to continue. You will not be asked
            again for 15 minutes.
          </Text>
        }
        button="Confirm"
        ask={(password) => team.confirmPassword({ body: { password } })}
        onDone={() => settle?.(true)}
        onCancel={() => settle?.(false)}
      />
    </Modal>
  );
}
