import { createSeeded } from '@flash/testing';
import type { Redis } from 'ioredis';
import { openTestSale } from '../testing/sale.ts';
import { playHistory } from './history.ts';

/** Plays `count` histories of 60 steps, each from a seed of its own; says how often what happened. */
export async function playHistories(redis: Redis, first: number, count: number) {
  const seen = new Map<string, number>();
  for (let seed = first; seed < first + count; seed++) {
    const random = createSeeded(seed);
    const sale = await openTestSale({
      redis,
      stock: 1 + random.below(8),
      rules: {
        fastPassPercent: random.below(60),
        holdMs: 100_000,
        extensionMs: 50_000,
        placesPerNetwork: random.below(4),
        holdsBeforeWait: random.below(3),
      },
    });
    try {
      for (const step of await playHistory(sale, random, 60)) {
        seen.set(step, (seen.get(step) ?? 0) + 1);
      }
    } catch (error) {
      throw new Error(`seed ${seed} (to see it again: SEED=${seed} HISTORIES=1)`, { cause: error });
    }
    await sale.engine.drop(sale.saleId);
  }
  return seen;
}
