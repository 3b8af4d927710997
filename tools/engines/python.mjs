import { spawnSync } from 'node:child_process';

/** Debian ships Python without pip, so having the one says nothing about the other. */
export const hasPip = (python) =>
  spawnSync(python, ['-m', 'pip', '--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
