import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const MINUTES = Number(process.env.MINUTES ?? 10);
const LANES = 2;

test(`no rule is broken in the histories that two processes play in ${MINUTES} minutes`, async () => {
  const run = join(import.meta.dirname, 'run.ts');
  const lanes = Array.from({ length: LANES }, (_, at) => {
    const args = [
      '--import',
      'tsx',
      run,
      '--minutes',
      String(MINUTES),
      '--lane',
      `${at + 1}/${LANES}`,
    ];
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    return new Promise<number | null>((resolve) => child.once('exit', resolve));
  });
  expect(await Promise.all(lanes)).toEqual([0, 0]);
});
