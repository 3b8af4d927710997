import type { Sale } from '@flash/database';
import type { LogEntry } from '@flash/fairness';
import type { Snapshot } from '@flash/reservation';
import { describe, expect, test } from 'vitest';
import {
  type CachedSnapshot,
  createSellOut,
  currentSale,
  mergeSnapshot,
  unsold,
} from './cached-snapshot.ts';

const NOW = 1_800_000_000_000;
const sale = {
  status: 'OnSchedule',
  version: 3,
  currentQuantity: 7,
  paused: null,
  restoring: null,
  message: 'old',
} as Sale;
const snapshot = {
  kind: 'snapshot',
  now: NOW,
  version: 3,
  stock: 10,
  sold: 4,
  paused: false,
  message: 'new',
} as Snapshot;

describe('a cached at a sale', () => {
  test('takes the rules from Redis unless the document is newer', () => {
    const cached = mergeSnapshot(sale, snapshot, undefined, NOW);
    expect(currentSale(cached).message).toBe('new');
    expect(currentSale({ ...cached, sale: { ...sale, version: 4 } }).message).toBe('old');
    expect(unsold(cached)).toBe(6);
  });

  test('keeps the last numbers while Redis is silent, and says so only when it lasts', () => {
    const first = mergeSnapshot(sale, snapshot, undefined, NOW);
    const slow = mergeSnapshot(sale, null, first, NOW + 500);
    expect([unsold(slow), currentSale(slow).paused]).toEqual([6, null]);
    const away = mergeSnapshot(sale, null, slow, NOW + 2_500);
    expect(unsold(away)).toBe(6);
    expect(currentSale(away).paused).toMatchObject({ since: NOW + 500 });
    expect(currentSale(mergeSnapshot(sale, snapshot, away, NOW + 3_000)).paused).toBeNull();
  });

  test('says at once that a line is being restored', () => {
    const told = mergeSnapshot(sale, { kind: 'unavailable', why: 'restoring' }, undefined, NOW);
    expect(currentSale(told).paused?.reason).toContain('restored');
    expect(unsold(told)).toBe(7);
  });

  test('misses nothing of a sale that is over and forgotten', () => {
    const over = { ...sale, status: 'archived' as const };
    const cached = mergeSnapshot(over, { kind: 'unavailable', why: 'missing' }, undefined, NOW);
    expect(currentSale(cached).paused).toBeNull();
  });
});

const cached = (sold: number) => ({ snapshot: { n: 10, stock: 5, sold } }) as CachedSnapshot;
const settle = (n: number): LogEntry => ({
  n,
  at: 0,
  type: 'settle',
  buyer: 'b',
  unit: n,
  attempt: n,
});

describe('the sell-out', () => {
  test('is reached by the last unit, once, and by nothing the cached had seen', () => {
    const sellOut = createSellOut(cached(3));
    const reached = [9, 10, 11, 12, 13].map((n) => sellOut.isReachedBy(settle(n)));
    expect(reached).toEqual([false, false, false, true, false]);
  });

  test('is not reached by anything but sales', () => {
    const sellOut = createSellOut(cached(4));
    const leave: LogEntry = { n: 11, at: 0, type: 'leave', buyer: 'b', seq: 1, unit: null };
    expect(sellOut.isReachedBy(leave)).toBe(false);
  });

  test('says nothing while Redis did not tell how much is left', () => {
    expect(createSellOut({ snapshot: null } as CachedSnapshot).isReachedBy(settle(1))).toBe(false);
  });
});
