import { seedOfRun } from '@flash/testing';
import { expect, test } from 'vitest';
import { fuzz } from './fuzz.ts';

const ROUNDS = 10;
const REQUESTS = 4_000;

test('tens of thousands of requests of any shape get documented answers without secrets, and change nothing when they are refused', async () => {
  const first = seedOfRun();
  for (let round = 0; round < ROUNDS; round += 1) {
    const { seed, ...report } = await fuzz({ seed: first + round, requests: REQUESTS });
    console.log(`seed ${seed}: ${JSON.stringify({ ...report, failures: report.failures.length })}`);
    expect(report.failures.join('\n\n'), `SEED=${seed} shows it again`).toBe('');
  }
});
