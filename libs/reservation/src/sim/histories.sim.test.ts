import { seedOfRun } from '@flash/testing';
import { expect, test } from 'vitest';
import { connectTestRedis } from '../testing/sale.ts';
import { playHistories } from './history.ts';

const { HISTORIES, HISTORY } = process.env;
const count = Number(HISTORIES ?? 40);
const command =
  'node tools/with-engines.mjs -- npx vitest run libs/reservation/src/sim/histories.sim.test.ts';

test(`in ${count} random histories scripts and model agree, and the invariants hold after each step`, async () => {
  const run = { seed: seedOfRun(), count, length: 60, only: HISTORY, command };
  const seen = await playHistories(connectTestRedis(), run);
  // A run that met few outcomes has shown little.
  expect(seen.size).toBeGreaterThan(count >= 40 && !HISTORY ? 50 : 0);
}, 600_000);
