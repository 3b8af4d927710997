import type { Database, DatabaseOptions } from '../database.ts';

export async function connectDatabase(
  _uri: string,
  _options: DatabaseOptions = {},
): Promise<Database> {
  throw new Error('not there yet');
}
