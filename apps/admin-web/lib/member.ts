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

/** The signed-in member; available below the shell only. */
export function useMember(): Member {
  const member = useContext(MemberContext);
  if (!member) {
    throw new Error('useMember is for pages inside the shell');
  }
  return member;
}

/** What each role may do. */
export const roleWords: Record<Role, string> = {
  viewer: 'Can view sales, lines and the audit log.',
  support: 'Can also handle orders, refunds and privacy requests.',
  operator: 'Can also create, edit, pause and end sales.',
  owner: 'Can do everything, including managing the team.',
};

/** The same, said to the member. */
export const youCan = (role: Role): string => roleWords[role].replace(/^Can( also)?/, 'You can');

const roleNouns: Record<Role, string> = {
  viewer: 'a viewer',
  support: 'a support member',
  operator: 'an operator',
  owner: 'an owner',
};

/** "an operator" */
export const aRole = (role: Role): string => roleNouns[role];
