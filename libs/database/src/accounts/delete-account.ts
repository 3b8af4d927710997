import { mongo } from 'mongoose';
import type { Database } from '../database.ts';

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
