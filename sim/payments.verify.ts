import { seedOfRun } from '@flash/testing';
import { expect, test } from 'vitest';
import { playHistory } from './world/history.ts';

const COUNT = Number(process.env.HISTORIES ?? 10_000);

test(`in ${COUNT} histories of payments at a provider none is charged without an order, ordered without a charge, or left open`, async () => {
  const first = seedOfRun();
  let confirmed = 0;
  for (let seed = first; seed < first + COUNT; seed += 1) {
    const told = await playHistory(seed, { hasProvider: true });
    expect(told.findings, `to see it again: PROVIDER=1 npm run histories -- ${seed}`).toEqual([]);
    confirmed += told.confirmed;
  }
  expect(confirmed).toBeGreaterThan(COUNT / 2);
}, 7_200_000);
