import type { Election } from '@flash/reservation';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createReach, createReachability } from './mongo-reachability.ts';

let time = 0;

beforeEach(() => {
  time = 0;
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  vi.spyOn(performance, 'now').mockImplementation(() => time);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('MongoDB', () => {
  /** How a worker sees a write that is answered when the worker itself was so late. */
  function setup() {
    let answer: { resolve: () => void; reject: (error: Error) => void };
    const reach = createReach(
      () => new Promise<void>((resolve, reject) => (answer = { resolve, reject })),
    );
    return async (outcome: 'written' | 'failed' | 'silent', lateMs = 0) => {
      const seen = reach();
      if (outcome === 'silent') {
        time += lateMs;
        for (let slice = 0; slice < 30; slice += 1) {
          time += 50;
          vi.advanceTimersByTime(50);
        }
      } else {
        time += 50 + lateMs;
        outcome === 'written' ? answer.resolve() : answer.reject(new Error('gone'));
      }
      return seen;
    };
  }

  test('is there when a write is kept, however late the worker itself was', async () => {
    const see = setup();
    expect([await see('written'), await see('written', 9_000)]).toEqual(['there', 'there']);
  });

  test.each(['failed', 'silent'] as const)('is away when a write %s', async (outcome) => {
    expect(await setup()(outcome)).toBe('away');
    expect(await setup()(outcome, 1_000)).toBe('away');
  });

  test.each(['failed', 'silent'] as const)(
    'is not judged by a worker that was kept from running while the write %s, three times in a row at most',
    async (outcome) => {
      const see = setup();
      const seen = [];
      for (let time = 0; time < 5; time += 1) {
        seen.push(await see(outcome, 1_001));
      }
      expect(seen).toEqual(['unclear', 'unclear', 'unclear', 'away', 'unclear']);
      await see('written');
      expect(await see(outcome, 1_001)).toBe('unclear');
    },
  );
});

describe('other workers', () => {
  function setup({ seenBy = null as string | null, leftMs = 2_000, leads = true } = {}) {
    const told: unknown[][] = [];
    const redis = {
      get: async () => seenBy,
      pttl: async () => leftMs,
      set: async (...args: unknown[]) => void told.push([time, ...args.slice(1)]),
    } as unknown as Redis;
    const election = { lead: async () => leads } as unknown as Election;
    return { told, ...createReachability(redis, election, 'me') };
  }

  test('are told that MongoDB is there, once in 900 ms', async () => {
    const { told, tellOthers } = setup();
    for (const at of [0, 899, 900, 1_799]) {
      time = at;
      await tellOthers();
    }
    expect(told).toEqual([0, 900].map((at) => [at, 'me', 'PX', 2_000]));
  });

  test.each([
    ['contradicts', { seenBy: 'another' }],
    ['leads', { leads: false }],
    ['none', {}],
    ['none', { seenBy: 'me' }],
    ['none', { seenBy: 'another before the clock was set back', leftMs: 2_001 }],
    ['leads', { seenBy: 'me', leads: false }],
  ] as const)('answer: %s (%j)', async (answer, world) => {
    expect(await setup(world).askOthers()).toBe(answer);
  });
});
