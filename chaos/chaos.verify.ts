import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const MINUTES = Number(process.env.MINUTES ?? 20);

test(`no rule is broken in the rounds under faults of ${MINUTES} minutes`, async () => {
  const args = ['--import', 'tsx', join(import.meta.dirname, 'run.ts')];
  const child = spawn(process.execPath, [...args, '--minutes', String(MINUTES)], {
    stdio: 'inherit',
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect(code).toBe(0);
});
