// node tools/process/guard.mjs <dir> [--wipe]: the guardian itself, see `setGuard`.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stopAllIn } from './children.mjs';

const self = fileURLToPath(import.meta.url);

/**
 * A process that is killed outright cleans up nothing. The guardian sits in a session of its own,
 * holds the other end of a pipe, and when the pipe closes stops whatever `dir` says is running.
 */
export function setGuard(dir, { wipe = false } = {}) {
  const args = [self, dir, ...(wipe ? ['--wipe'] : [])];
  const stdio = ['pipe', 'ignore', 'ignore'];
  const child = spawn(process.execPath, args, { detached: true, stdio });
  child.stdin.on('error', () => {});
  child.stdin.unref();
  child.unref();
  return { release: () => child.stdin.end() };
}

function guard([dir, option]) {
  process.stdin.resume();
  process.stdin.on('end', async () => {
    // Its addresses are about to end; removed at once, so that no tool uses them.
    rmSync(join(dir, 'run.json'), { force: true });
    await stopAllIn(dir);
    if (option === '--wipe') {
      rmSync(dir, { recursive: true, force: true });
    }
  });
}

if (process.argv[1] === self) {
  guard(process.argv.slice(2));
}
