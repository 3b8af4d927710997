'use client';

import { Button, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMember } from '../../lib/member.ts';
import { Forbidden } from '../kit/loaded.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { InvitationsSection } from './invitations-section.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { MembersSection } from './members-section.tsx';

export function TeamPage() {
  const { may } = useMember();
  const [isOpen, { open, close }] = useDisclosure(false);
  const isOwner = may('owner');
  return (
    <>
      <PageHead title="Team" actions={isOwner && <Button onClick={open}>Invite a member</Button>}>
        Members and their roles.
      </PageHead>
      {isOwner ? (
        <Stack gap="xl">
          <MembersSection />
          <InvitationsSection onInvite={open} />
          <InviteDialog isOpen={isOpen} onClose={close} />
        </Stack>
      ) : (
        <Forbidden />
      )}
    </>
  );
}
