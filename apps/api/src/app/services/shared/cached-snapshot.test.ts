import type { Sale } from '@flash/database';
import type { LogEntry } from '@flash/fairness';
import type { Snapshot } from '@flash/reservation';
import { describe, expect, test } from 'vitest';
import { createSellOut, currentSale, type Look, lookAt, unsold } from './cached-snapshot.ts';

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

describe('a look at a sale', () => {
  test('takes the rules from Redis unless the document is newer', () => {
    const look = lookAt(sale, snapshot, undefined, NOW);
    expect(currentSale(look).message).toBe('new');
    expect(currentSale({ ...look, sale: { ...sale, version: 4 } }).message).toBe('old');
    expect(unsold(look)).toBe(6);
  });

  test('keeps the last numbers while Redis is silent, and says so only when it lasts', () => {
    const first = lookAt(sale, snapshot, undefined, NOW);
    const slow = lookAt(sale, null, first, NOW + 500);
    expect([unsold(slow), currentSale(slow).paused]).toEqual([6, null]);
    const away = lookAt(sale, null, slow, NOW + 2_500);
    expect(unsold(away)).toBe(6);
    expect(currentSale(away).paused).toMatchObject({ since: NOW + 500 });
    expect(currentSale(lookAt(sale, snapshot, away, NOW + 3_000)).paused).toBeNull();
  });

  test('says at once that a line is being restored', () => {
    const told = lookAt(sale, { kind: 'unavailable', why: 'restoring' }, undefined, NOW);
    expect(currentSale(told).paused?.reason).toContain('restored');
    expect(unsold(told)).toBe(7);
  });

  test('misses nothing of a sale that is over and forgotten', () => {
    const over = { ...sale, status: 'archived' as const };
    const look = lookAt(over, { kind: 'unavailable', why: 'missing' }, undefined, NOW);
    expect(currentSale(look).paused).toBeNull();
  });
});

const look = (sold: number) => ({ snapshot: { n: 10, stock: 5, sold } }) as Look;
const settle = (n: number): LogEntry => ({
  n,
  at: 0,
  type: 'settle',
  buyer: 'b',
  unit: n,
  attempt: n,
});

describe('the sell-out', () => {
  test('is reached by the last unit, once, and by nothing the look had seen', () => {
    const sellOut = createSellOut(look(3));
    const reached = [9, 10, 11, 12, 13].map((n) => sellOut.isReachedBy(settle(n)));
    expect(reached).toEqual([false, false, false, true, false]);
  });

  test('is not reached by anything but sales', () => {
    const sellOut = createSellOut(look(4));
    const leave: LogEntry = { n: 11, at: 0, type: 'leave', buyer: 'b', seq: 1, unit: null };
    expect(sellOut.isReachedBy(leave)).toBe(false);
  });

  test('says nothing while Redis did not tell how much is left', () => {
    expect(createSellOut({ snapshot: null } as Look).isReachedBy(settle(1))).toBe(false);
  });
});
