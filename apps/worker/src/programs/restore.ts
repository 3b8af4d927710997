import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkBackup, connectDatabase, type Database, loadBackup } from '@flash/database';
import { createRedis, loadEnv, mastersOf, type RedisClient, whenReady } from '@flash/shared-config';
import { forgetAgain, readList } from './forget-again.ts';
import { runProgram } from './run-program.ts';

const USAGE = `usage: npm run restore -- <folder of a backup> [--at <time>] [--replace]
  --at       as of this moment (2026-11-29T12:00:00Z), where the backup was made with --follow
  --replace  deletes what the database holds now; without it the database has to be empty`;

const ALIVE_MS = 5_000;
const BATCH = 1_000;

await runProgram({ name: 'restore', usage: USAGE, read, run });

interface Options {
  folder: string;
  until?: number;
  replace: boolean;
}

async function run(options: Options, say: (line: string) => void): Promise<void> {
  const env = loadEnv();
  const startedAt = performance.now();
  const db = await connectDatabase(env.mongoUri, { appName: 'flash-restore' });
  const redis = createRedis(env.redisUrl, 'worker');
  redis.on('error', () => {});
  try {
    await whenReady(redis, 10_000);
    await refuseWhileInUse(db);
    const backup = await checkBackup(options.folder, options.until);
    if (options.replace) {
      await db.db.dropDatabase();
    }
    await refuseUnlessEmpty(db);
    const { documents, changes, to } = await loadBackup(db, backup);
    await db.ensureIndexes();
    const forgotten = await forgetAgain(db, readList(dirname(options.folder)), Date.now());
    const keys = await emptyRedis(redis, env.bullmqPrefix);
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    say(`${documents} documents and ${changes} changes, as of ${new Date(to).toISOString()}`);
    say(`${forgotten} requests to forget applied; ${keys} keys removed from Redis; ${seconds} s`);
    say(
      'Start a worker, then the APIs: each sale is made anew in Redis from its log and its orders.',
    );
  } finally {
    redis.disconnect();
    await db.close();
  }
}

async function refuseWhileInUse({ processes }: Database): Promise<void> {
  const alive = (await processes.list()).filter(({ silentMs }) => silentMs < ALIVE_MS);
  if (alive.length > 0) {
    const kinds = alive.map(({ kind }) => kind).join(', ');
    throw new Error(`These processes use the database: ${kinds}. Stop them first.`);
  }
}

async function refuseUnlessEmpty({ db }: Database): Promise<void> {
  for (const name of ['flashsales', 'orders', 'blocks']) {
    if (await db.collection(name).findOne({}, { projection: { _id: 1 } })) {
      throw new Error(
        `The database ${db.databaseName} holds ${name}. Restore into an empty one, or add --replace.`,
      );
    }
  }
}

function read(args: string[]): Options | null {
  const options = { at: { type: 'string' }, replace: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [folder, ...more] = positionals;
  const until = values.at === undefined ? undefined : Date.parse(values.at);
  if (!folder || more.length > 0 || Number.isNaN(until)) {
    return null;
  }
  return { folder: resolve(folder), until, replace: values.replace ?? false };
}

/**
 * Removes what the platform keeps in Redis. All of it is made anew from MongoDB; left there, it would tell of
 * orders and places that the restored database does not know.
 */
async function emptyRedis(redis: RedisClient, bullmqPrefix: string): Promise<number> {
  const quoted = bullmqPrefix.replace(/[[\]*?\\]/g, '\\$&');
  let removed = 0;
  for (const node of mastersOf(redis)) {
    for (const match of ['fs*', `${quoted}:*`]) {
      let cursor = '0';
      do {
        const [next, keys] = await node.scan(cursor, 'MATCH', match, 'COUNT', BATCH);
        cursor = next;
        await Promise.all(keys.map((key) => node.unlink(key)));
        removed += keys.length;
      } while (cursor !== '0');
    }
  }
  return removed;
}
