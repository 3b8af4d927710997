import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { identify, isAlive } from './children.mjs';
import { readJson } from './files.mjs';
import { waitFor } from './wait.mjs';

/** Takes the lock file, or answers null when a living process has it. A dead owner's is taken over. */
export function tryLock(file) {
  mkdirSync(dirname(file), { recursive: true });
  if (!isAlive(readJson(file))) rmSync(file, { force: true });
  try {
    writeFileSync(file, JSON.stringify(identify(process.pid)), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (error.code === 'EEXIST') return null;
    throw error;
  }
  return { release: () => rmSync(file, { force: true }) };
}

export async function withLock(file, work, timeoutMs = 90_000) {
  const lock = await waitFor(() => tryLock(file), { timeoutMs, what: `the lock ${file}` });
  try {
    return await work();
  } finally {
    lock.release();
  }
}

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
