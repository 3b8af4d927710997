import type { Database } from '@flash/database';
import { mongo } from 'mongoose';

export interface Account {
  id: string;
  name: string;
  email: string;
}

export interface Accounts {
  ofIds(ids: readonly string[]): Promise<Map<string, Account>>;
  /**
   * By the whole address, or by how the name begins. Not by how the address begins: who may only see it
   * masked could read it letter by letter.
   */
  find(q: string, limit: number): Promise<Account[]>;
}

/** Reads the accounts that the accounts library keeps; it is the only one who writes them. */
export function createAccounts(db: Database['db']): Accounts {
  const users = db.collection('user');
  const projection = { name: 1, email: 1 };

  return {
    async ofIds(ids) {
      const known = ids.filter((id) => mongo.ObjectId.isValid(id) && id.length === 24);
      const _id = { $in: known.map((id) => new mongo.ObjectId(id)) };
      const found = await users.find({ _id }, { projection }).toArray();
      return new Map(found.map(accountOf).map((account) => [account.id, account]));
    },
    async find(q, limit) {
      const begins = { $regex: `^${escaped(q)}`, $options: 'i' };
      const filter = { $or: [{ email: { $eq: q.toLowerCase() } }, { name: begins }] };
      const found = await users
        .find(filter, { projection })
        .limit(limit)
        .maxTimeMS(2_000)
        .toArray();
      return found.map(accountOf);
    },
  };
}

/** `a…@example.org`: enough for support to recognise the person they are in contact with. */
export function maskedEmail(email: string): string {
  const [name = '', domain = ''] = email.split('@');
  return `${name.slice(0, 1)}…@${domain}`;
}

function accountOf(doc: mongo.WithId<mongo.Document>): Account {
  return {
    id: doc._id.toHexString(),
    name: String(doc.name ?? ''),
    email: String(doc.email ?? ''),
  };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
