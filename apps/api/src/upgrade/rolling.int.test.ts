import { afterAll, beforeAll, test } from 'vitest';
import { type Fleet, openFleet, replaceUnderLoad } from './test-fleet.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await openFleet(2);
}, 120_000);
afterAll(() => fleet?.close());

test('two APIs and two workers are replaced under load, one of each at a time: no confirm and no place is lost, and streams come back when they were asked to', async () => {
  await replaceUnderLoad(fleet, { sellers: 2, pauseMs: 100, waiters: 3, confirms: 100 });
}, 120_000);
