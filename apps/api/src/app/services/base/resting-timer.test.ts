import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRestingTimer } from './resting-timer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a timer runs while there is something to do, and again after each wake', () => {
  let left = 3;
  const timer = createRestingTimer(100, () => {
    left -= 1;
    return left > 0;
  });
  expect(vi.getTimerCount()).toBe(0);
  timer.wake();
  timer.wake();
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(1_000);
  expect(left).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
  left = 2;
  timer.wake();
  vi.advanceTimersByTime(1_000);
  expect(left).toBe(0);
});

test('a timer that was stopped is woken no more', () => {
  const timer = createRestingTimer(100, () => true);
  timer.wake();
  timer.stop();
  timer.wake();
  expect(vi.getTimerCount()).toBe(0);
});
