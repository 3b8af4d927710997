'use client';

import type { AnswerOf, Endpoints, Member } from '@flash/shared-types';
import { Modal } from '@mantine/core';
import { useState } from 'react';
import { LinkOnce } from './link-once.tsx';
import { ResetForm } from './reset-form.tsx';

type Made = AnswerOf<Endpoints['resetMember']>;

export function ResetDialog({ member, onClose }: { member: Member | null; onClose: () => void }) {
  const [made, setMade] = useState<Made | null>(null);
  const close = () => {
    onClose();
    setMade(null);
  };
  return (
    <Modal
      opened={member !== null}
      onClose={close}
      closeOnClickOutside={made === null}
      closeOnEscape={made === null}
      title={made ? 'Send this link' : 'Reset the password'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {member && !made && <ResetForm member={member} onMade={setMade} onCancel={close} />}
      {member && made && (
        <LinkOnce label="Reset link" url={made.url} expiresAt={made.expiresAt} onClose={close}>
          The person who opens it sets the password of {member.email}. Send it to them in a secure
          way.
        </LinkOnce>
      )}
    </Modal>
  );
}
