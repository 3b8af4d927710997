'use client';

import { useMember } from '../../lib/member.ts';
import { Nothing } from './nothing.tsx';

export function Forbidden() {
  const { role } = useMember();
  return (
    <Nothing title="Not for your role">
      You are {article(role)} {role}. An owner can give you another role on the team page.
    </Nothing>
  );
}

const article = (role: string) => (/^[aeiou]/.test(role) ? 'an' : 'a');
