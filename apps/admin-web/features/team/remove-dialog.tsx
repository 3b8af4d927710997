'use client';

import type { Member } from '@flash/shared-types';
import { useMember } from '../../lib/member.ts';
import { type Action, ActionDialog } from '../kit/action-dialog.tsx';

export function RemoveDialog({ member, onClose }: { member: Member | null; onClose: () => void }) {
  const { team } = useMember();
  const actionFor = ({ userId, name, email, role }: Member): Action => ({
    title: `Remove ${name || email}`,
    effect: `${name || email} (${role}) sees nothing of this site from the next press on. The account stays, without a role; what they did stays in the audit log. A new invitation brings them back.`,
    button: 'Remove from the team',
    typedName: email,
    reasonLabel: null,
    run: () => team.removeMember({ params: { userId } }),
    done: `${email} is no longer in the team.`,
    stale: ['team', 'session'],
  });
  return <ActionDialog action={member && actionFor(member)} onClose={onClose} />;
}
