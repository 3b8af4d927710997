'use client';

import { type Role, roleAtLeast, type User } from '@flash/shared-types';
import { createContext, useContext } from 'react';
import type { TeamApi } from './team-api.ts';

export interface Member {
  team: TeamApi;
  user: User;
  role: Role;
  may: (least: Role) => boolean;
}

export const MemberContext = createContext<Member | null>(null);

export const memberOf = (team: TeamApi, user: User, role: Role): Member => ({
  team,
  user,
  role,
  may: (least) => roleAtLeast(role, least),
});

/** Who looks at this page; only below the shell, which lets only members in. */
export function useMember(): Member {
  const member = useContext(MemberContext);
  if (!member) throw new Error('useMember is for pages inside the shell');
  return member;
}
