import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from '@flash/database';
import { TEAM_PASSWORD_MIN } from '@flash/shared-types';
import { APIError } from 'better-auth/api';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { mongo } from 'mongoose';
import { AppError } from '../../errors.ts';
import { createBounded } from '../base/bounded.ts';
import { commonPasswords } from './common-passwords.ts';

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
function isHashFitForTeam(hash: unknown): boolean {
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

const common = new Set(commonPasswords.split(/\s+/));
/** Up to so many characters said again and again are as easy to guess as said once. */
const UNIT_MAX = 8;

/** Passwords of the team: long, and none that a list of guesses begins with. */
export function isFitForTeam(password: string): boolean {
  return password.length >= TEAM_PASSWORD_MIN && !isCommon(password);
}

/** Refuses one that is not; `path` names the field of the request. */
export function refuseUnfit(password: string, path: string): void {
  if (password.length < TEAM_PASSWORD_MIN) {
    throw refusal(path, `must have at least ${TEAM_PASSWORD_MIN} characters`);
  }
  if (isCommon(password)) {
    throw refusal(path, 'is one of the passwords that are guessed first');
  }
}

function refusal(path: string, message: string): AppError {
  return new AppError('VALIDATION_FAILED', { errors: [{ path, message }] });
}

/** On the list itself, one of its words among digits and signs, one short thing repeated, or a row of keys. */
function isCommon(password: string): boolean {
  const text = password.toLowerCase();
  const word = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const unit = /^(.+?)\1+$/su.exec(text)?.[1];
  return (
    common.has(text) ||
    word === '' ||
    common.has(word) ||
    (unit !== undefined && (unit.length <= UNIT_MAX || common.has(unit))) ||
    isRow(text)
  );
}

const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
];

function isRow(text: string): boolean {
  return rows.some((row) => row.includes(text) || [...row].reverse().join('').includes(text));
}

export type OwnPassword = ReturnType<typeof createOwnPassword>;

/** Asks about the password that an account has now. */
export function createOwnPassword(
  { db }: Pick<Database, 'db'>,
  passwords: Pick<Passwords, 'verify'>,
) {
  async function hashOf(userId: string): Promise<string | null> {
    const own = { userId: new mongo.ObjectId(userId), providerId: 'credential' };
    const account = await db.collection('account').findOne(own);
    return typeof account?.password === 'string' ? account.password : null;
  }

  return {
    /** Throws INVALID_CREDENTIALS when it is another one. */
    async verify(userId: string, password: string): Promise<void> {
      const hash = await hashOf(userId);
      const isRight = hash !== null && (await passwords.verify({ hash, password }));
      if (!isRight) {
        throw new AppError('INVALID_CREDENTIALS', { detail: 'The password is wrong.' });
      }
    },
    isFitForTeam: async (userId: string): Promise<boolean> =>
      isHashFitForTeam(await hashOf(userId)),
  };
}
