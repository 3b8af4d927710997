import { createRandom } from '@flash/shared-utils';

export interface Seeded {
  seed: number;
  /** In [0, 1). */
  next(): number;
  /** A whole number from 0 to `most` - 1. */
  below(most: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T | undefined;
  shuffle<T>(from: readonly T[]): T[];
}

/** Chance that repeats: print the seed, and a failure can be seen again. */
export function createSeeded(seed: number): Seeded {
  const next = createRandom(seed);
  const below = (most: number) => Math.floor(next() * most);
  return {
    seed,
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (from) => from[below(from.length)],
    shuffle(from) {
      const deck = from.map((card) => ({ card, at: next() }));
      return deck.sort((a, b) => a.at - b.at).map(({ card }) => card);
    },
  };
}

/** The seed a run was asked for by SEED, else a new one. */
export function seedOfRun(env: Record<string, string | undefined> = process.env): number {
  const asked = Number(env.SEED);
  return Number.isInteger(asked) && asked > 0 ? asked : Math.floor(Math.random() * 2 ** 31) + 1;
}
