import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const guardian = fileURLToPath(new URL('./guardian.mjs', import.meta.url));

/**
 * A process that is killed outright cleans up nothing. The guardian sits in a session of its own,
 * holds the other end of a pipe, and when the pipe closes stops whatever `dir` says is running.
 */
export function setGuard(dir, { wipe = false } = {}) {
  const args = [guardian, dir, ...(wipe ? ['--wipe'] : [])];
  const stdio = ['pipe', 'ignore', 'ignore'];
  const child = spawn(process.execPath, args, { detached: true, stdio });
  child.stdin.on('error', () => {});
  child.stdin.unref();
  child.unref();
  return { release: () => child.stdin.end() };
}
