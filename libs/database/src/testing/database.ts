import { randomBytes } from 'node:crypto';
import { connectDatabase } from '../connection/connect.ts';
import type { Database, DatabaseOptions } from '../database.ts';

export interface TestDatabase extends Database {
  uri: string;
  /** Another process, as far as the database can tell. */
  connectAgain(options?: DatabaseOptions): Promise<Database>;
  /** Drops everything and closes every connection. */
  drop(): Promise<void>;
}

/** A database of its own on the server that the tests were given. */
export async function openTestDatabase(options: DatabaseOptions = {}): Promise<TestDatabase> {
  const uri = uriOf(`flash_test_${randomBytes(6).toString('hex')}`);
  const database = await connectDatabase(uri, options);
  await database.ensureIndexes();
  const others: Database[] = [];
  return {
    ...database,
    uri,
    async connectAgain(again) {
      const other = await connectDatabase(uri, again);
      others.push(other);
      return other;
    },
    async drop() {
      await Promise.all(others.map((other) => other.close()));
      await database.db.dropDatabase();
      await database.close();
    },
  };
}

function uriOf(name: string): string {
  const server = process.env.TEST_MONGODB_URI;
  if (!server) {
    throw new Error('TEST_MONGODB_URI is not set: run this with `node tools/with-engines.mjs --`');
  }
  const uri = new URL(server);
  // A user is looked up in the database of the path unless told otherwise.
  if (uri.username && !uri.searchParams.has('authSource')) {
    uri.searchParams.set('authSource', uri.pathname.slice(1) || 'admin');
  }
  uri.pathname = `/${name}`;
  return uri.href;
}
