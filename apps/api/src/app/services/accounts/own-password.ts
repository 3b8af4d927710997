import type { Database } from '@flash/database';
import { mongo } from 'mongoose';
import { AppError } from '../../errors.ts';
import { isHashFitForTeam, type Passwords } from './passwords.ts';

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
      if (!isRight)
        throw new AppError('INVALID_CREDENTIALS', { detail: 'The password is not right.' });
    },
    isFitForTeam: async (userId: string): Promise<boolean> =>
      isHashFitForTeam(await hashOf(userId)),
  };
}
