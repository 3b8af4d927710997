import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fleet, openFleet, replaceUnderLoad } from './test-fleet.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await openFleet(4);
}, 240_000);
afterAll(() => fleet?.close(), 60_000);

test('four APIs and four workers are replaced under load, one of each at a time: no confirm and no place is lost, and streams come back when they were asked to', async () => {
  const told = await replaceUnderLoad(fleet, {
    sellers: 3,
    pauseMs: 20,
    waiters: 12,
    confirms: 500,
  });
  console.log(told);
  expect(told).toContain('confirms');
}, 600_000);
