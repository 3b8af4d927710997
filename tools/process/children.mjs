import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from './files.mjs';
import { waitFor } from './wait.mjs';

/**
 * A pid alone may belong to another process since it was written down; a pid together with its
 * start time cannot. Returns null when no such process runs (a zombie does not count as running).
 */
function startTimeOf(pid) {
  try {
    if (process.platform === 'linux') {
      return startTimeIn(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    }
    const lines = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return lines.trim() || null;
  } catch {
    return null;
  }
}

/**
 * The start time in a line of /proc/<pid>/stat; null for a zombie. The main thread of a killed server
 * may end before its other threads, which keep its port open until they end as well.
 */
export function startTimeIn(stat) {
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const threads = Number(fields[16]);
  const isZombie = state === 'X' || (state === 'Z' && threads <= 1);
  return isZombie ? null : fields[18];
}

export const identify = (pid) => ({ pid, startTime: startTimeOf(pid) });

export const isAlive = (identity) =>
  Boolean(identity?.pid && identity.startTime) && startTimeOf(identity.pid) === identity.startTime;

function signal(identity, name) {
  try {
    process.kill(identity.pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') {
      throw error;
    }
  }
}

/** Asks first, then insists. Only ever a pid that this project wrote down, never a name. */
export async function stopProcess(identity, { graceMs, name = 'SIGTERM' }) {
  if (!isAlive(identity)) {
    return 'gone';
  }
  signal(identity, name);
  const isGone = () => !isAlive(identity);
  try {
    await waitFor(isGone, { timeoutMs: graceMs, everyMs: 10, what: `the end of ${identity.pid}` });
    return 'stopped';
  } catch {
    signal(identity, 'SIGKILL');
    await waitFor(isGone, { timeoutMs: 5000, everyMs: 10, what: `the end of ${identity.pid}` });
    return 'killed';
  }
}

/**
 * Starts an engine in a session of its own: Ctrl-C in the terminal reaches the applications, and
 * the engines stay until the applications have closed their connections.
 */
export function spawnDetached([file, ...args], { logFile, env = process.env }) {
  const log = openSync(logFile, 'a', 0o600);
  try {
    const child = spawn(file, args, { detached: true, stdio: ['ignore', log, log], env });
    let failure;
    child.once('error', (error) => {
      failure = error;
    });
    child.unref();
    const identity = identify(child.pid);
    return { ...identity, failure: () => failure };
  } finally {
    closeSync(log);
  }
}

export function lastLines(file, count = 5) {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
  } catch {
    return '';
  }
}

const APP_GRACE_MS = 3400;
const ENGINE_GRACE_MS = 1500;

/**
 * Stops what the notes in `dir` say is running: applications (`pids/<name>.json`) first, so that
 * they can still use the engines (`<engine>/engine.json`), which go last. All notes are
 * read at once: a guardian must not take the engines of the next run for those of the last.
 */
export async function stopAllIn(dir) {
  const apps = list(join(dir, 'pids')).map((name) => readJson(join(dir, 'pids', name)));
  const engines = list(dir).map((name) => readJson(join(dir, name, 'engine.json')));
  await stopEach(apps, APP_GRACE_MS);
  await stopEach(engines, ENGINE_GRACE_MS);
}

const stopEach = (identities, graceMs) =>
  Promise.all(identities.filter(Boolean).map((identity) => stopProcess(identity, { graceMs })));

function list(dir) {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}
