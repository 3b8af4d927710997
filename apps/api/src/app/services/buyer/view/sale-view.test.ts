import type { Snapshot } from '@flash/reservation';
import { expect, test } from 'vitest';
import { keptPlace } from './sale-view.ts';

test('while Redis is silent a rank follows from the seq, unless the line may be ordered by other keys', () => {
  const rankIn = (logTypes: number) => {
    const snapshot = { serving: 1_000_000_003, waiting: 40, logTypes } as Snapshot;
    return keptPlace({ snapshot }, 1_000_000_010);
  };
  expect(rankIn(0)).toEqual({ state: 'waiting', seq: 1_000_000_010, rank: 7 });
  expect(rankIn(1)).toEqual({ state: 'waiting', seq: 1_000_000_010, rank: 40 });
  expect(keptPlace({ snapshot: null }, 1_000_000_010)).toMatchObject({ rank: 10 });
});
