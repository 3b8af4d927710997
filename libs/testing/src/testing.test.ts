import { describe, expect, test } from 'vitest';
import { newBuyer, newId } from './builders.ts';
import { testDatabaseUri, testRedisUrl } from './engines/for-tests.ts';
import { createFakeClock } from './fake-clock.ts';
import { createSeeded, seedOfRun } from './seeded.ts';
import { waitFor } from './wait-for.ts';

describe('what tests stand on', () => {
  test('repeats with its seed', () => {
    const draw = (seed: number) => {
      const seeded = createSeeded(seed);
      return [seeded.below(100), seeded.pick([1, 2, 3]), seeded.shuffle([1, 2, 3, 4, 5])];
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(seedOfRun({ SEED: '12' })).toBe(12);
    expect(seedOfRun({})).toBeGreaterThan(0);
  });

  test('lets time pass only on demand', () => {
    const clock = createFakeClock(100);
    expect([clock.now(), clock.advance(5), clock.now()]).toEqual([100, 105, 105]);
  });

  test('waits for a condition, and says what it saw when it never came', async () => {
    let calls = 0;
    const value = await waitFor(() => {
      calls += 1;
      if (calls === 2) {
        throw new Error('not yet');
      }
      return calls > 3 ? calls : null;
    });
    expect(value).toBe(4);
    const never = waitFor(() => Promise.reject(new Error('gone')), { timeoutMs: 30, what: 'it' });
    await expect(never).rejects.toThrow(/30 ms for it; last: Error: gone/);
  });

  test('makes ids that the contract takes', () => {
    expect(newId()).toMatch(/^[0-9a-f]{24}$/);
    expect(newBuyer()).toMatch(/^g[A-Za-z0-9_-]{21}$/);
  });

  test('fails loudly without engines, and gives each file a database of its own', () => {
    const before = { ...process.env };
    try {
      delete process.env.TEST_REDIS_URL;
      expect(testRedisUrl).toThrow(/TEST_REDIS_URL is not set/);
      process.env.TEST_MONGODB_URI = 'mongodb://u:p@h:1/admin?replicaSet=rs0';
      expect(testDatabaseUri('mine')).toBe('mongodb://u:p@h:1/mine?replicaSet=rs0');
      process.env.TEST_MONGODB_URI = 'mongodb://h:1?x=1';
      expect(testDatabaseUri('mine')).toBe('mongodb://h:1/mine?x=1');
      expect(testDatabaseUri()).not.toBe(testDatabaseUri());
    } finally {
      process.env = before;
    }
  });
});
