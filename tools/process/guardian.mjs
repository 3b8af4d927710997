import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { stopAllIn } from './running.mjs';

const [dir, option] = process.argv.slice(2);

process.stdin.resume();
process.stdin.on('end', async () => {
  // Addresses of what is about to end; gone at once, so that nobody goes by them.
  rmSync(join(dir, 'run.json'), { force: true });
  await stopAllIn(dir);
  if (option === '--wipe') rmSync(dir, { recursive: true, force: true });
});
