import { existsSync, linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { identify, isAlive } from './children.mjs';
import { readJson } from './files.mjs';
import { fatal, waitFor } from './wait.mjs';

/** Takes the lock file, or answers null when a running process has it. A lock whose owner has ended is taken over. */
export function tryLock(file) {
  mkdirSync(dirname(file), { recursive: true });
  removeDead(file);
  // Written beside and linked: a lock file that exists is never half written.
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify(identify(process.pid)), { mode: 0o600 });
  try {
    linkSync(own, file);
  } catch (error) {
    if (error.code === 'EEXIST') {
      return null;
    }
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
  return { release: () => rmSync(file, { force: true }) };
}

/** Another process may take over between the check and the removal, so the removed file is checked too. */
function removeDead(file) {
  if (!existsSync(file) || isAlive(readJson(file))) {
    return;
  }
  const dead = `${file}.dead.${process.pid}`;
  try {
    renameSync(file, dead);
  } catch (error) {
    if (error.code === 'ENOENT') {
      return;
    }
    throw error;
  }
  if (isAlive(readJson(dead))) {
    renameSync(dead, file);
  } else {
    rmSync(dead, { force: true });
  }
}

/** Does the work while no other process does; `onWait` is called when another one has the lock. */
export async function withLock(file, work, { timeoutMs = 90_000, signal, onWait } = {}) {
  let lock = tryLock(file);
  if (!lock) {
    onWait?.();
    const attempt = () => {
      if (signal?.aborted) {
        throw fatal('stopped while waiting');
      }
      lock = tryLock(file);
      return lock;
    };
    await waitFor(attempt, { timeoutMs, what: `the lock ${file}` });
  }
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
  if (lock) {
    return lock;
  }
  const { pid } = readJson(lockIn(dir)) ?? {};
  const { api } = readJson(join(dir, 'run.json')) ?? {};
  const where = api ? ` at ${api}` : '';
  throw new Error(
    `Already running${where} (process ${pid}). Stop it with Ctrl-C, or start a second copy: PORT_OFFSET=100 DATA_DIR=.data-2 npm start`,
  );
}

export const isRunning = (dir) => isAlive(readJson(lockIn(dir)));
