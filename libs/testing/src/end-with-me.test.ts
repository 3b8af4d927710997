import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { waitFor } from './wait-for.ts';

/** A test process in miniature: starts a child tied to itself, says its number, and waits. */
const script = `
import { spawn } from 'node:child_process';
import { endWithMe } from '${new URL('./end-with-me.ts', import.meta.url)}';
const child = spawn('sleep', ['600'], { stdio: 'ignore' });
endWithMe(child);
console.log(child.pid);
setInterval(() => {}, 1000);
`;

test('a test run that is killed leaves no process behind', async () => {
  const tsx = ['--import', 'tsx', '--input-type=module', '-e', script];
  const run = spawn(process.execPath, tsx, { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = await new Promise<number>((resolve) =>
    run.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString()))),
  );
  expect(isAlive(pid)).toBe(true);
  run.kill('SIGKILL');
  await waitFor(() => !isAlive(pid));
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
