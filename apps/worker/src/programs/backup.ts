import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { connectDatabase, dumpDatabase, follow } from '@flash/database';
import { loadEnv } from '@flash/shared-config';
import { keepList } from './forget-again.ts';

const USAGE = `usage: npm run backup [-- --to <folder>] [--follow]
  --to      where backups are kept; .data/backups where nothing is said
  --follow  goes on with every change until Ctrl-C: what may be lost is a second`;

const say = (line: string) => process.stdout.write(`[backup] ${line}\n`);

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`[backup] ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function run(): Promise<number> {
  const wish = wishIn(process.argv.slice(2));
  if (!wish) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const into = resolve(wish.to ?? `${process.env.DATA_DIR ?? '.data'}/backups`);
  mkdirSync(into, { recursive: true, mode: 0o700 });
  const env = loadEnv();
  const db = await connectDatabase(env.mongoUri, { appName: 'flash-backup' });
  try {
    const startedAt = performance.now();
    await keepList(db, into);
    const dump = await dumpDatabase(db, into);
    const { collections, at } = dump.manifest;
    const documents = Object.values(collections).reduce((sum, each) => sum + each.documents, 0);
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    say(`${documents} documents as of ${at}, in ${seconds} s: ${dump.folder}`);
    if (wish.follow) {
      await goOn();
    }

    async function goOn(): Promise<void> {
      say('following every change; Ctrl-C ends it');
      const following = follow(db, dump, () => {
        void keepList(db, into).catch((error: unknown) => say(`the list: ${String(error)}`));
      });
      for (const name of ['SIGINT', 'SIGTERM'] as const) {
        process.once(name, () => void following.stop());
      }
      await following.ended;
      await keepList(db, into);
    }
    return 0;
  } finally {
    await db.close();
  }
}

function wishIn(args: string[]): { to?: string; follow?: boolean } | null {
  try {
    const options = { to: { type: 'string' }, follow: { type: 'boolean' } } as const;
    return parseArgs({ args, options }).values;
  } catch {
    return null;
  }
}
