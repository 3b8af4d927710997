'use client';

import type { AnswerOf, Endpoints } from '@flash/shared-types';
import { Modal } from '@mantine/core';
import { useState } from 'react';
import { InviteForm } from './invite-form.tsx';
import { LinkOnce } from './link-once.tsx';
import { aRole } from './role-words.ts';

type Invited = AnswerOf<Endpoints['invite']>;

interface InviteDialogProps {
  isOpen: boolean;
  onClose: () => void;
}

export function InviteDialog({ isOpen, onClose }: InviteDialogProps) {
  const [made, setMade] = useState<Invited | null>(null);
  const close = () => {
    onClose();
    setMade(null);
  };
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      // A press beside it would throw away a link that cannot be shown again.
      closeOnClickOutside={made === null}
      closeOnEscape={made === null}
      title={made ? 'Send this link' : 'Invite a member'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {made ? (
        <LinkOnce label="Invitation link" url={made.url} expiresAt={made.expiresAt} onClose={close}>
          The person who opens it becomes {aRole(made.role)}. Send it only to {made.email}.
        </LinkOnce>
      ) : (
        <InviteForm onMade={setMade} onCancel={close} />
      )}
    </Modal>
  );
}
