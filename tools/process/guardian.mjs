import { rmSync } from 'node:fs';
import { stopAllIn } from './running.mjs';

const [dir, option] = process.argv.slice(2);

process.stdin.resume();
process.stdin.on('end', async () => {
  await stopAllIn(dir);
  if (option === '--wipe') rmSync(dir, { recursive: true, force: true });
});
