import type { Database } from '@flash/database';
import type { PrivacyExport } from '@flash/shared-types';
import { mongo } from 'mongoose';
import { iso } from '../shared/wire.ts';

export type PrivateAccount = NonNullable<PrivacyExport['account']>;

/** What the accounts library keeps of the one account with this address. */
export async function accountOf(db: Database['db'], email: string): Promise<PrivateAccount | null> {
  const user = await db.collection('user').findOne({ email: { $eq: email } });
  if (!user) return null;
  const sessions = await db.collection('session').find({ userId: user._id }).toArray();
  return {
    id: user._id.toHexString(),
    name: String(user.name ?? ''),
    email: String(user.email),
    createdAt: user.createdAt instanceof Date ? iso(user.createdAt.getTime()) : null,
    lastUsedAt: user.lastUsedAt instanceof Date ? iso(user.lastUsedAt.getTime()) : null,
    sessions: sessions.map((session) => ({
      createdAt: iso(new Date(session.createdAt).getTime()),
      expiresAt: iso(new Date(session.expiresAt).getTime()),
      ip: session.ipAddress ? String(session.ipAddress) : null,
      userAgent: session.userAgent ? String(session.userAgent) : null,
    })),
  };
}

/** The user goes last: as long as it is there, a deletion that was cut short can be repeated. */
export async function deleteAccount(db: Database['db'], { id, email }: PrivateAccount) {
  const _id = new mongo.ObjectId(id);
  for (const name of ['session', 'account', 'twoFactor']) {
    await db.collection(name).deleteMany({ userId: { $in: [_id, id] } });
  }
  await db.collection('verification').deleteMany({ $or: [{ identifier: email }, { value: id }] });
  await db.collection('user').deleteOne({ _id });
}
