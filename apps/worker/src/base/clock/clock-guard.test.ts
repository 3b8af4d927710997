import { describe, expect, test } from 'vitest';
import { judgeClock } from './clock-guard.ts';

describe('the clock guard', () => {
  const before = { server: 1_000_000, steady: 500 };

  test('lets an ordinary tick pass, and a process that was frozen for an hour', () => {
    expect(judgeClock(null, before).kind).toBe('steady');
    expect(judgeClock(before, { server: 1_000_250, steady: 750 }).kind).toBe('steady');
    expect(judgeClock(before, { server: 4_600_000, steady: 3_600_500 }).kind).toBe('steady');
  });

  test('sees a jump of more than 30 s both ways, and how far it went', () => {
    expect(judgeClock(before, { server: 1_060_250, steady: 750 })).toEqual({
      kind: 'jumped',
      from: 1_000_250,
      to: 1_060_250,
      since: 1_060_000,
    });
    expect(judgeClock(before, { server: 900_000, steady: 750 }).kind).toBe('jumped');
  });
});
