import { mongo } from 'mongoose';
import { objectId } from '../connection/documents.ts';
import type { Database } from '../database.ts';

/**
 * The few writes to the log-in library's collections that have to be one transaction with ours: the
 * library itself changes one document after the other, and a crash in between would lock a person out.
 */
export function accessOf(db: mongo.Db) {
  const [users, accounts, sessions, factors, proofs] = [
    'user',
    'account',
    'session',
    'twoFactor',
    'verification',
  ].map((name) => db.collection(name)) as [Docs, Docs, Docs, Docs, Docs];

  return {
    async user(userId: string, session: mongo.ClientSession) {
      const found = await users.findOne({ _id: objectId(userId) }, { session });
      return found && { email: String(found.email), emailVerified: found.emailVerified === true };
    },
    async passwordHash(userId: string, session: mongo.ClientSession): Promise<string | null> {
      const own = { userId: objectId(userId), providerId: 'credential' };
      const account = await accounts.findOne(own, { session });
      return typeof account?.password === 'string' ? account.password : null;
    },
    async proveAddress(userId: string, session: mongo.ClientSession) {
      const change = { $set: { emailVerified: true, updatedAt: new Date() } };
      await users.updateOne({ _id: objectId(userId) }, change, { session });
    },
    /** False when there is no such account. */
    async setPassword(userId: string, hash: string, session: mongo.ClientSession) {
      const own = { userId: objectId(userId), providerId: 'credential' };
      const change = { $set: { password: hash, updatedAt: new Date() } };
      return (await accounts.updateOne(own, change, { session })).matchedCount === 1;
    },
    /** Also those that are only half signed in, and browsers that were trusted. */
    async endSessions(userId: string, session: mongo.ClientSession) {
      await sessions.deleteMany({ userId: objectId(userId) }, { session });
      await proofs.deleteMany({ value: userId }, { session });
    },
    async clearTwoFactor(userId: string, session: mongo.ClientSession) {
      const change = { $set: { twoFactorEnabled: false } };
      await users.updateOne({ _id: objectId(userId) }, change, { session });
      await factors.deleteMany({ userId: objectId(userId) }, { session });
    },
  };
}

type Docs = mongo.Collection<mongo.Document>;

/**
 * Deletes an account with its sessions, its password and what was begun in its name: all of it or
 * nothing. False when there is no such account, or when `condition` does not hold for it.
 */
export async function deleteAccount(
  { client, db }: Pick<Database, 'client' | 'db'>,
  id: string,
  condition: mongo.Filter<mongo.Document> = {},
): Promise<boolean> {
  const _id = new mongo.ObjectId(id);
  return client.withSession((session) =>
    session.withTransaction(async () => {
      const filter = { ...condition, _id };
      const user = await db.collection('user').findOneAndDelete(filter, { session });
      if (!user) {
        return false;
      }
      for (const name of ['session', 'account', 'twoFactor']) {
        await db.collection(name).deleteMany({ userId: { $in: [_id, id] } }, { session });
      }
      const ofAccount = { $or: [{ identifier: String(user.email) }, { value: id }] };
      await db.collection('verification').deleteMany(ofAccount, { session });
      await db.collection('accountlinks').deleteMany({ userId: id }, { session });
      await db.collection('mails').deleteMany({ flashSaleId: null, buyer: id }, { session });
      return true;
    }),
  );
}

/** The address of an account; null where there is none. */
export async function accountEmail(
  { db }: Pick<Database, 'db'>,
  id: string,
): Promise<string | null> {
  if (!mongo.ObjectId.isValid(id)) {
    return null;
  }
  const user = await db.collection('user').findOne({ _id: new mongo.ObjectId(id) });
  return user ? String(user.email) : null;
}
