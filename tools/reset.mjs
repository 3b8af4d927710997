// npm run reset: clears the data of earlier runs. Fetched binaries and the verify ledger stay.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stopSharedEngines } from './engines/for-tests.mjs';
import { stopAllIn } from './process/children.mjs';
import { isRunning } from './process/lock.mjs';
import { dataDir } from './process/paths.mjs';
import { developersIn } from './run/development.mjs';
import { readEnvironment } from './run/options.mjs';

const kept = new Set(['cache', 'verify']);
const dir = dataDir(readEnvironment());

if (isRunning(dir) || developersIn(dir).length > 0) {
  console.error('Something is running on this data. Stop it first (Ctrl-C in its terminal).');
  process.exitCode = 1;
} else {
  // Engines that a killed run left behind still write into these folders.
  await stopAllIn(dir);
  await stopSharedEngines();
  const names = existsSync(dir) ? readdirSync(dir).filter((name) => !kept.has(name)) : [];
  for (const name of names) {
    rmSync(join(dir, name), { recursive: true, force: true });
  }
  console.log(names.length > 0 ? `cleared ${dir}` : 'nothing to clear');
}
