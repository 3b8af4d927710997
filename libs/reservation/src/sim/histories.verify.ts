import { seedOfRun } from '@flash/testing';
import { expect, test } from 'vitest';
import { connectTestRedis } from '../testing/sale.ts';
import { playHistories } from './play-many.ts';

const count = Number(process.env.HISTORIES ?? 5_000);

test(`in ${count} random histories scripts and model agree on every answer`, async () => {
  const seen = await playHistories(connectTestRedis(), seedOfRun(), count);
  console.info(Object.fromEntries([...seen].sort()));
  expect(seen.size).toBeGreaterThan(60);
});
