import { seedOfRun } from '@flash/testing';
import { expect, test } from 'vitest';
import { playHistory } from './world/history.ts';

const COUNT = Number(process.env.HISTORIES ?? 30);

test(`in ${COUNT} histories of payments at a provider whose messages are late, lost, doubled and reordered, none is charged without an order, ordered without a charge, or left open`, async () => {
  const first = seedOfRun();
  const totals = { steps: 0, confirmed: 0, crashes: 0, restarts: 0 };
  for (let seed = first; seed < first + COUNT; seed += 1) {
    const { findings, ...told } = await playHistory(seed, { hasProvider: true });
    expect(findings, `to see it again: PROVIDER=1 npm run histories -- ${seed}`).toEqual([]);
    for (const key of Object.keys(totals) as (keyof typeof totals)[]) {
      totals[key] += told[key];
    }
  }
  // A run in which little happened has shown nothing.
  expect(Object.values(totals).every((total) => total >= COUNT / 10)).toBe(true);
}, 180_000);

test.each([
  [356, 'whose stock was cut and whose whole log is lost hands out only units that its log knows'],
  [7547, 'that a worker first reads after the clock was set forward ends no hold too early'],
  [1241, 'cancels the payment whose creation was answered to no process and then with a failure'],
  [
    5450,
    'cancels a second payment of a hold whose creation was answered to no process and then with a failure',
  ],
  [
    8872,
    'cancels the payment whose creation was answered to a process that was slow and then with a failure',
  ],
  [
    21061,
    'to which MongoDB came back sooner than was planned lets a buyer pay for as long as was promised',
  ],
  [30869, 'whose worker was told late that the clock was set forward ends no hold too early'],
])('history %i: a sale %s', async (seed) => {
  expect((await playHistory(seed, { hasProvider: true })).findings).toEqual([]);
});
