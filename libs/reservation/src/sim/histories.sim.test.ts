import { createSeeded, seedOfRun } from '@flash/testing';
import { expect, test } from 'vitest';
import { connectTestRedis, openTestSale } from '../test-sale.ts';
import { playHistory } from './history.ts';

const histories = Number(process.env.HISTORIES ?? 200);
const length = 60;

test(`${histories} random histories: scripts and model agree, and the invariants hold after each step`, async () => {
  const redis = connectTestRedis();
  const first = seedOfRun();
  const seen = new Map<string, number>();
  for (let i = 0; i < histories; i++) {
    const seed = first + i;
    const random = createSeeded(seed);
    const sale = await openTestSale({
      redis,
      stock: 1 + random.below(8),
      rules: { fastPassPercent: random.below(60), holdMs: 100_000, extensionMs: 50_000 },
    });
    try {
      const done = await playHistory(sale, random, length);
      for (const step of done) {
        seen.set(step, (seen.get(step) ?? 0) + 1);
      }
    } catch (error) {
      throw new Error(`seed ${seed} (SEED=${seed} HISTORIES=1)`, { cause: error });
    }
    await sale.engine.drop(sale.saleId);
  }
  if (process.env.SHOW_STEPS) {
    console.info([...seen].sort());
  }
  expect(seen.size).toBeGreaterThan(histories >= 200 ? 50 : 0);
}, 600_000);
