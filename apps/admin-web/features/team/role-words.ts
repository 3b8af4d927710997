import type { Role } from '@flash/shared-types';

/** What each role may do, to choose by and to look up. */
export const roleWords: Record<Role, string> = {
  viewer: 'Can view sales, lines and the audit log.',
  support: 'Can also handle orders, refunds and privacy requests.',
  operator: 'Can also create, edit, pause and end sales.',
  owner: 'Can do everything, including managing the team.',
};

/** "an operator" */
export const aRole = (role: Role): string => `${/^[aeiou]/.test(role) ? 'an' : 'a'} ${role}`;
