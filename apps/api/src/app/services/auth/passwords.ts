import { APIError } from 'better-auth/api';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { AppError } from '../../errors.ts';
import { createBounded } from '../bounded.ts';
import { isFitForTeam } from './password-rule.ts';

/** A hash takes 32 MB and some 80 ms of one of libuv's four threads: one thread stays free for the rest. */
const AT_ONCE = 3;
const WAITING_MAX = 50;
/**
 * Ends the hash of a password that met the rule of the team when it was chosen. It changes in the same
 * write as the password, and earlier versions, which split a hash at its colons, read past it.
 */
const FIT = ':team';

export type Passwords = ReturnType<typeof createPasswords>;

/** Hashes passwords for the accounts library, in its format, and never more at once than the machine bears. */
export function createPasswords() {
  const bounded = createBounded({ atOnce: AT_ONCE, waitingMax: WAITING_MAX });
  return {
    hash: async (password: string) => {
      const hash = await bounded(() => hashPassword(password));
      return isFitForTeam(password) ? `${hash}${FIT}` : hash;
    },
    verify: (given: { hash: string; password: string }) => bounded(() => verifyPassword(given)),
  };
}

/** Whether the password behind this hash met the rule of the team. */
export function isHashFitForTeam(hash: unknown): boolean {
  return typeof hash === 'string' && hash.endsWith(FIT);
}

/** The same for the library, which passes on its own kind of refusal only. */
export function forLibrary({ hash, verify }: Passwords): Passwords {
  return {
    hash: (password) => hash(password).catch(inItsWords),
    verify: (given) => verify(given).catch(inItsWords),
  };
}

function inItsWords(error: unknown): never {
  if (error instanceof AppError && error.code === 'BUSY') {
    throw new APIError('SERVICE_UNAVAILABLE', { code: 'BUSY', message: 'Too many sign-ins.' });
  }
  throw error;
}
