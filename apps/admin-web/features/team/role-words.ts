import type { Role } from '@flash/shared-types';

/** What each role may do, to choose by and to look up. */
export const roleWords: Record<Role, string> = {
  viewer: 'Looks at sales, lines and the audit log; changes nothing.',
  support: 'Looks, and handles orders, refunds and privacy requests.',
  operator: 'All that support does, and runs sales: creates, edits, pauses and ends them.',
  owner: 'Everything, and decides who is in the team.',
};

/** "an operator" */
export const aRole = (role: Role): string => `${/^[aeiou]/.test(role) ? 'an' : 'a'} ${role}`;
