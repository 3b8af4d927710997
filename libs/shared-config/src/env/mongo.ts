interface MongoVariables {
  MONGO_URL?: string | undefined;
  MONGODB_URI?: string | undefined;
  MONGODB_URL?: string | undefined;
  MONGO_DB?: string | undefined;
}

const DEFAULT_DATABASE = 'flash_sale_db';
const SHAPE = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/([^?]*))?(\?.*)?$/;

/** One address out of the names that deployments use; `fallback` when none of them is set. */
export function mongoAddress(
  given: MongoVariables,
  fallback: string,
): { uri: string; database: string } {
  const whole = given.MONGO_URL ?? given.MONGODB_URI;
  if (whole !== undefined) {
    return withDatabase(whole, databaseOf(whole) ?? given.MONGO_DB);
  }
  return withDatabase(given.MONGODB_URL ?? fallback, given.MONGO_DB ?? databaseOf(fallback));
}

function withDatabase(address: string, database = DEFAULT_DATABASE) {
  const [, servers = address, , options = ''] = SHAPE.exec(address) ?? [];
  return { uri: `${servers}/${database}${options}`, database };
}

function databaseOf(address: string): string | undefined {
  return SHAPE.exec(address)?.[2] || undefined;
}
