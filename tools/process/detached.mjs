import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { identify } from './identity.mjs';

/**
 * Starts an engine in a session of its own: Ctrl-C in the terminal reaches the applications, and
 * the engines stay until the applications have said goodbye to them.
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
