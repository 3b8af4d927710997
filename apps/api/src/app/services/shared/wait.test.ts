import type { LogEntry } from '@flash/fairness';
import { describe, expect, test } from 'vitest';
import { createReturnRate, waitRange } from './wait.ts';

const NOW = 1_800_000_000_000;
const line = { free: 0, held: 100, pause: null, startsAt: NOW - 60_000, now: NOW };

const expire = (n: number, at: number, count: number): LogEntry => ({
  n,
  at,
  type: 'expire',
  holds: Array.from({ length: count }, (_, at) => ({ buyer: `b${at}`, unit: at, fence: at })),
});

describe('the wait', () => {
  test('is short for whom a free unit can reach', () => {
    expect(waitRange({ ...line, free: 10 }, 3, null)).toEqual({ fromMs: 0, toMs: 1_001 });
  });

  test('is unknown while no unit ever came back, never zero', () => {
    expect(waitRange(line, 3, null)).toBeNull();
  });

  test('is a range that errs on the long side', () => {
    const range = waitRange(line, 30, 0.001);
    expect(range).toEqual({ fromMs: 30_000, toMs: 55_000 });
  });

  test('is unknown for whom not even every held unit could reach', () => {
    expect(waitRange(line, 101, 0.001)).toBeNull();
  });

  test('begins with the sale, not before', () => {
    const range = waitRange({ ...line, free: 10, startsAt: NOW + 60_000 }, 5, null);
    expect(range).toEqual({ fromMs: 60_000, toMs: 61_001 });
  });

  test('is unknown while the line is paused', () => {
    expect(waitRange({ ...line, free: 9, pause: { reason: 'x', since: NOW } }, 1, 1)).toBeNull();
  });
});

describe('the rate at which units come back', () => {
  test('is what was seen over the last two minutes', () => {
    const rate = createReturnRate();
    for (let second = 0; second < 60; second += 1) {
      rate.record(expire(second, NOW + second * 1_000, 2));
    }
    expect(rate.perMs(NOW + 59_000)).toBeCloseTo(0.002, 5);
    expect(rate.perMs(NOW + 400_000)).toBeNull();
  });

  test('says nothing after one or two', () => {
    const rate = createReturnRate();
    rate.record(expire(1, NOW, 2));
    expect(rate.perMs(NOW + 1_000)).toBeNull();
  });

  test('does not count what grants, joins or sales are', () => {
    const rate = createReturnRate();
    for (let n = 0; n < 10; n += 1) {
      rate.record({ n, at: NOW, type: 'settle', buyer: 'b', unit: n, attempt: n });
      rate.record({ n, at: NOW, type: 'leave', buyer: 'b', seq: n, unit: null });
    }
    expect(rate.perMs(NOW)).toBeNull();
  });
});
