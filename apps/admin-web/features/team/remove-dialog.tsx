'use client';

import type { Member } from '@flash/shared-types';
import { useMember } from '../../lib/member.ts';
import { type Action, ActionDialog } from '../kit/action-dialog.tsx';

export function RemoveDialog({ member, onClose }: { member: Member | null; onClose: () => void }) {
  const { team } = useMember();
  const actionFor = ({ userId, name, email, role }: Member): Action => ({
    title: `Remove ${name || email}`,
    effect: `${name || email} (${role}) loses access to this site immediately. The account stays, without a role; the audit log is unchanged. You can invite them again.`,
    button: 'Remove from the team',
    typedName: email,
    reasonLabel: null,
    run: () => team.removeMember({ params: { userId } }),
    done: `${email} is no longer in the team.`,
    stale: ['team', 'session'],
  });
  return <ActionDialog action={member && actionFor(member)} onClose={onClose} />;
}
