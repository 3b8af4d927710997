'use client';

import { type Invitation, type Member, type Role, roles } from '@flash/shared-types';
import { Radio, Stack } from '@mantine/core';
import { useEffect, useState } from 'react';
import { aRole, roleWords, useMember } from '../../lib/member.ts';
import { type Action, ActionDialog } from '../kit/action-dialog.tsx';

interface RoleDialogProps {
  subject: Member | Invitation | null;
  onClose: () => void;
}

/** Changes the role of a member or of an invitation. */
export function RoleDialog({ subject, onClose }: RoleDialogProps) {
  const { team, user } = useMember();
  const [role, setRole] = useState<Role>('viewer');
  useEffect(() => {
    if (subject) {
      setRole(subject.role);
    }
  }, [subject]);

  const actionFor = (about: Member | Invitation): Action => {
    const isMember = 'userId' in about;
    const isMe = isMember && about.userId === user.id;
    const words = {
      member: 'The change applies immediately. They stay signed in.',
      me: 'This is your own role. You cannot undo this yourself.',
      invitation: 'The link that was sent stays the same and gives this role instead.',
    };
    return {
      title: isMember ? `Role of ${about.name || about.email}` : `Invitation of ${about.email}`,
      effect: words[isMe ? 'me' : isMember ? 'member' : 'invitation'],
      fields: <RolePicker value={role} onChange={setRole} />,
      isReady: role !== about.role,
      button: 'Change the role',
      reasonLabel: null,
      run: () =>
        isMember
          ? team.changeMember({ params: { userId: about.userId }, body: { role } })
          : team.changeInvitation({ params: { id: about.id }, body: { role } }),
      done: `${about.email} ${isMember ? 'is' : 'will be'} ${aRole(role)}.`,
      stale: isMe ? ['team', 'session'] : ['team'],
    };
  };
  return <ActionDialog action={subject && actionFor(subject)} onClose={onClose} />;
}

interface RolePickerProps {
  value: Role;
  onChange: (role: Role) => void;
}

/** Each role is shown with what it may do. */
export function RolePicker({ value, onChange }: RolePickerProps) {
  return (
    <Radio.Group label="Role" value={value} onChange={(role) => onChange(role as Role)}>
      <Stack gap="sm" mt="xs">
        {roles.map((role) => (
          <Radio key={role} value={role} label={role} description={roleWords[role]} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
