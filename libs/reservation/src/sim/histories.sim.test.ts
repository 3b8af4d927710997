import { seedOfRun } from '@flash/testing';
import { expect, test } from 'vitest';
import { connectTestRedis } from '../testing/sale.ts';
import { playHistories } from './play-many.ts';

const count = Number(process.env.HISTORIES ?? 200);

test(`in ${count} random histories scripts and model agree, and the invariants hold after each step`, async () => {
  const seen = await playHistories(connectTestRedis(), seedOfRun(), count);
  // A run that met few outcomes has shown little.
  expect(seen.size).toBeGreaterThan(count >= 200 ? 50 : 0);
}, 600_000);
