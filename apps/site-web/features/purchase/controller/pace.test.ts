import { describe, expect, test } from 'vitest';
import { at, held, line, waiting } from '../state/places.fixture.ts';
import { nothingYet } from '../state/purchase.ts';
import { pauseAfterFailure, pauseBeforeNext } from './pace.ts';

const now = Date.parse(at(0));

describe('the pace of asking', () => {
  test('is the server’s while one is in line, and slower while a stream is open', () => {
    const far = { ...nothingYet, place: { ...waiting(900), pollAfterMs: 7_300 } };
    const near = { ...nothingYet, place: { ...waiting(2), pollAfterMs: 900 } };
    const turn = { ...nothingYet, place: { ...held(), pollAfterMs: 900 } };
    expect(pauseBeforeNext(far, now, false)).toBe(7_300);
    expect(pauseBeforeNext(far, now, true)).toBe(7_300);
    expect(pauseBeforeNext(near, now, true)).toBe(3_000);
    expect(pauseBeforeNext(turn, now, true)).toBe(15_000);
  });

  test('is there when the line opens, without asking all night', () => {
    const opening = (seconds: number) => ({
      ...nothingYet,
      line: line({ phase: 'scheduled', lobbyOpensAt: at(seconds) }),
    });
    expect(pauseBeforeNext(opening(3_000), now, false)).toBe(15_000);
    expect(pauseBeforeNext(opening(1), now, false)).toBe(1_000);
  });

  test('leaves a struggling server alone for as long as it asks for', () => {
    expect(pauseAfterFailure(0, 9_000)).toBe(9_000);
    expect(pauseAfterFailure(3, null)).toBeGreaterThanOrEqual(4_000);
  });
});
