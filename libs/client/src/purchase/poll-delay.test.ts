import { places } from '@flash/testing';
import { describe, expect, test } from 'vitest';
import { nextPollDelayMs, retryDelayMs } from './poll-delay.ts';
import { initialPurchase } from './purchase.ts';

const { at, held, line, waiting } = places;

const now = Date.parse(at(0));

describe('the delay between polls', () => {
  test('is the server’s for a place in line, and longer while a stream is open', () => {
    const far = { ...initialPurchase, place: { ...waiting(900), pollAfterMs: 7_300 } };
    const near = { ...initialPurchase, place: { ...waiting(2), pollAfterMs: 900 } };
    const turn = { ...initialPurchase, place: { ...held(), pollAfterMs: 900 } };
    expect(nextPollDelayMs(far, now, false)).toBe(7_300);
    expect(nextPollDelayMs(far, now, true)).toBe(7_300);
    expect(nextPollDelayMs(near, now, true)).toBe(3_000);
    expect(nextPollDelayMs(turn, now, true)).toBe(15_000);
  });

  test('is long before the line opens, and ends when it opens', () => {
    const opening = (seconds: number) => ({
      ...initialPurchase,
      line: line({ phase: 'scheduled', lobbyOpensAt: at(seconds) }),
    });
    expect(nextPollDelayMs(opening(3_000), now, false)).toBe(15_000);
    expect(nextPollDelayMs(opening(1), now, false)).toBe(1_000);
  });

  test('is short while the line is open, and long once the sale is over or does not exist', () => {
    const delay = (change: object, nowMs: number | null = now) =>
      nextPollDelayMs({ ...initialPurchase, ...change }, nowMs, false);
    expect(delay({ line: line({ phase: 'open' }) })).toBe(2_000);
    expect(delay({ line: line({ phase: 'ended' }) })).toBe(15_000);
    expect(delay({ isMissing: true })).toBe(15_000);
    expect(delay({})).toBe(1_000);
    // Until the time is known, the line may open at any moment.
    expect(delay({ line: line({ phase: 'scheduled', lobbyOpensAt: at(3_000) }) }, null)).toBe(
      1_000,
    );
  });

  test('is at least the Retry-After of a failing server', () => {
    expect(retryDelayMs(0, 9_000)).toBe(9_000);
    expect(retryDelayMs(3, null)).toBeGreaterThanOrEqual(4_000);
  });
});
