import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Ties a process to this one, which may be killed without a chance to clean up: a shell waits at the
 * end of a pipe that closes when this process is gone, however it went.
 */
export function endWithMe(child: ChildProcess): void {
  if (child.pid === undefined) {
    return;
  }
  const guard = spawn('sh', ['-c', `cat >/dev/null; kill -9 ${child.pid}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.unref();
  child.once('exit', () => guard.kill('SIGKILL'));
}
