import { join } from 'node:path';
import { readJson } from '../process/files.mjs';
import { isAlive } from '../process/identity.mjs';
import { tryLock } from '../process/lock.mjs';

const lockIn = (dir) => join(dir, 'start.lock');

/** One run per data folder: two would fight over the same engines. */
export function claimFolder(dir) {
  const lock = tryLock(lockIn(dir));
  if (lock) return lock;
  const { pid } = readJson(lockIn(dir)) ?? {};
  const { api } = readJson(join(dir, 'run.json')) ?? {};
  const where = api ? ` at ${api}` : '';
  throw new Error(
    `Already running${where} (process ${pid}). Stop it with Ctrl-C, or start a second copy: PORT_OFFSET=100 DATA_DIR=.data-2 npm start`,
  );
}

export const isRunning = (dir) => isAlive(readJson(lockIn(dir)));
