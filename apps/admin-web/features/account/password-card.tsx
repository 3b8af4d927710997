'use client';

import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ChangePassword } from './change-password.tsx';
import { Section } from './section.tsx';

export function PasswordCard() {
  const [isOpen, { open, close }] = useDisclosure(false);
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
      {isOpen && <ChangePassword onClose={close} />}
    </Section>
  );
}
