import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSaleCache } from '../sale-cache.ts';
import { CLOCK_JUMP_MS, createClockReadings } from './clock-guard.ts';
import { createLatestTime } from './latest-time.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function setup() {
  const saleCache = createSaleCache();
  const clockReadings = createClockReadings();
  const reading = (server: number) => {
    return { server, asked: performance.now(), steady: performance.now() };
  };
  const latestTime = createLatestTime({ saleCache, clockReadings });
  return { saleCache, clockReadings, reading, latestTime };
}

test('a clock that was read is believed as far as it can have come since, and not at all while the holds wait to move by a jump', () => {
  const { saleCache, reading, latestTime } = setup();
  const cached = saleCache.of('s');
  cached.clock = reading(5_000_000);
  vi.advanceTimersByTime(700);
  expect(latestTime('s')).toBe(5_000_700 + CLOCK_JUMP_MS);
  cached.jump = { from: 1, to: 2, since: 3 };
  expect(latestTime('s')).toBe(0);
});

test('a sale that was never inspected is judged by what other sales showed of the clocks there are, before they could have been set', () => {
  const { saleCache, clockReadings, reading, latestTime } = setup();
  expect(latestTime('s')).toBeNull();
  saleCache.of('s');
  clockReadings.add('a', reading(1_000_000));
  clockReadings.add('b', reading(1_000_900));
  vi.advanceTimersByTime(1_000);
  clockReadings.add('b', reading(9_000_000));
  expect(latestTime('s')).toBe(1_001_900 + CLOCK_JUMP_MS);
  expect(latestTime('gone')).toBe(1_001_900 + CLOCK_JUMP_MS);
  expect(saleCache.find('gone')).toBeUndefined();
});
