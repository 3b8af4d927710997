import { z } from 'zod';

/** From least to most: each role may do what the ones before it may. */
export const roles = ['viewer', 'support', 'operator', 'owner'] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;

/**
 * Who an endpoint is for: anyone, a caller who proves a place or an account, one who is signed in, or a
 * team role and up.
 */
export type Access = 'public' | 'buyer' | 'account' | Role;

export function roleRank(name: Role): number {
  return roles.indexOf(name);
}

export function roleAtLeast(actual: Role | null | undefined, least: Role): boolean {
  return actual != null && roleRank(actual) >= roleRank(least);
}

export function isRole(access: Access): access is Role {
  return access !== 'public' && access !== 'buyer' && access !== 'account';
}
