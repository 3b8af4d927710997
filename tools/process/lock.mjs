import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readJson } from './files.mjs';
import { identify, isAlive } from './identity.mjs';
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
