import { AsyncLocalStorage } from 'node:async_hooks';
import { APIError } from 'better-auth/api';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { AppError } from '../../errors.ts';
import { createBounded } from '../base/bounded.ts';
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
type Hashing = Pick<Passwords, 'hash' | 'verify'>;

/** Hashes passwords for the accounts library, in its format, and never more at once than the machine bears. */
export function createPasswords({
  waitingMax = WAITING_MAX,
}: {
  waitingMax?: number | undefined;
} = {}) {
  const bounded = createBounded({ atOnce: AT_ONCE, waitingMax });
  // The library passes nothing on to the hash of what is known about the request.
  const callers = new AsyncLocalStorage<string>();
  const inTurn = <Value>(work: () => Promise<Value>) => bounded(work, callers.getStore() ?? null);
  return {
    /**
     * Hashes that `run` asks for have priority over those of unknown callers: guesses must not keep
     * members from signing in.
     */
    asKnown: <Value>(caller: string, run: () => Promise<Value>) => callers.run(caller, run),
    hash: async (password: string) => {
      const hash = await inTurn(() => hashPassword(password));
      return isFitForTeam(password) ? `${hash}${FIT}` : hash;
    },
    verify: (given: { hash: string; password: string }) => inTurn(() => verifyPassword(given)),
  };
}

/** Whether the password behind this hash met the rule of the team. */
export function isHashFitForTeam(hash: unknown): boolean {
  return typeof hash === 'string' && hash.endsWith(FIT);
}

/** The same for the library, which passes on its own kind of refusal only. */
export function forLibrary({ hash, verify }: Hashing): Hashing {
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
