import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { connectDatabase, dumpDatabase, follow } from '@flash/database';
import { loadEnv } from '@flash/shared-config';
import { keepList } from './forget-again.ts';
import { runProgram } from './run-program.ts';

const USAGE = `usage: npm run backup [-- --to <folder>] [--follow]
  --to      where backups are kept; .data/backups where nothing is said
  --follow  goes on with every change until Ctrl-C: what may be lost is a second`;

await runProgram({ name: 'backup', usage: USAGE, read, run });

interface Options {
  to?: string;
  follow?: boolean;
}

async function run(options: Options, say: (line: string) => void): Promise<void> {
  const into = resolve(options.to ?? `${process.env.DATA_DIR ?? '.data'}/backups`);
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
    if (options.follow) {
      await goOn();
    }

    async function goOn(): Promise<void> {
      say('following every change; Ctrl-C ends it');
      // One after the other: a list that was read earlier never replaces one that was read later.
      let keeping = Promise.resolve();
      const following = follow(db, dump, (changed) => {
        if (changed.has(db.forgettings.collection)) {
          keeping = keeping
            .then(() => keepList(db, into))
            .then(
              () => undefined,
              (error: unknown) => say(`the list: ${String(error)}`),
            );
        }
      });
      for (const name of ['SIGINT', 'SIGTERM'] as const) {
        process.once(name, () => void following.stop());
      }
      await following.ended;
      await keeping;
      await keepList(db, into);
    }
  } finally {
    await db.close();
  }
}

function read(args: string[]): Options {
  const options = { to: { type: 'string' }, follow: { type: 'boolean' } } as const;
  return parseArgs({ args, options }).values;
}
