import { describe, expect, test } from 'vitest';
import { judgeClock } from './clock-guard.ts';

describe('the clock guard', () => {
  const at = (server: number, steady: number) => ({ server, asked: steady, steady });
  const before = at(1_000_000, 500);

  test('lets an ordinary tick pass, and a process that was frozen for an hour', () => {
    expect(judgeClock(null, before).kind).toBe('steady');
    expect(judgeClock(before, at(1_000_250, 750)).kind).toBe('steady');
    expect(judgeClock(before, at(4_600_000, 3_600_500)).kind).toBe('steady');
  });

  test('sees a jump of more than 30 s both ways, and how far it went', () => {
    expect(judgeClock(before, at(1_060_250, 750))).toEqual({
      kind: 'jumped',
      from: 1_000_250,
      to: 1_060_250,
      since: 1_060_000,
    });
    expect(judgeClock(before, at(900_000, 750)).kind).toBe('jumped');
  });

  test('takes no time from a hold because an answer was under way for long', () => {
    const read = { server: 1_000_000, asked: 400, steady: 500 };
    expect(judgeClock(read, { server: 1_060_250, asked: 700, steady: 900 })).toEqual({
      kind: 'jumped',
      // 200 ms passed at least, and 500 at most.
      from: 1_000_200,
      to: 1_060_250,
      since: 1_059_750,
    });
    const together = { server: 1_060_000, asked: 450, steady: 650 };
    expect(judgeClock(read, together)).toMatchObject({ from: 1_000_000, since: 1_059_750 });
  });
});
