import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const MINUTES = process.env.MINUTES ?? '20';
const WAITING = process.env.TEST_WAITING ?? '100000';
const HOLDS = process.env.TEST_HOLDS ?? '100000';

async function runChaos(...options: string[]): Promise<unknown> {
  const args = ['--import', 'tsx', join(import.meta.dirname, 'run.ts'), ...options];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  return new Promise((resolve) => child.once('exit', resolve));
}

test(`with ${WAITING} in line the next hold comes in time when an API, a worker, Redis or MongoDB fails`, async () => {
  expect(await runChaos('--outages', '--waiting', WAITING)).toBe(0);
});

test(`none of ${HOLDS} is overtaken although the clocks of the APIs are ten minutes apart`, async () => {
  expect(await runChaos('--order', '--grants', HOLDS)).toBe(0);
});

test(`no rule is broken in the rounds under faults of ${MINUTES} minutes`, async () => {
  expect(await runChaos('--minutes', MINUTES)).toBe(0);
});
