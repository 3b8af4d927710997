import { seedOfRun } from '@flash/testing';
import { expect, test } from 'vitest';
import { fuzz } from './fuzz.ts';

const REQUESTS = 600;
/** The same requests in each run, unless SEED asks for others; new ones are drawn in the long form. */
const SEED = { SEED: '1' };

test('a request of any shape to any route gets a documented answer without a secret, and changes nothing when it is refused', {
  timeout: 600_000,
}, async () => {
  const { seed, ...report } = await fuzz({
    seed: seedOfRun({ ...SEED, ...process.env }),
    requests: REQUESTS,
  });
  console.log(`seed ${seed}: ${JSON.stringify({ ...report, failures: report.failures.length })}`);
  expect(report.failures.join('\n\n'), `seed ${seed}`).toBe('');
  expect(report.sent).toBe(REQUESTS);
  expect(report.compared).toBeGreaterThan(REQUESTS / 3);
});
