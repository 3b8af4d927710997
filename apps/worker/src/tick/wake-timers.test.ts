import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createWakeTimers } from './wake-timers.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function setup() {
  const due: string[] = [];
  const timers = createWakeTimers((saleId) => due.push(saleId));
  const pass = (ms: number) => {
    vi.advanceTimersByTime(ms);
    return due.splice(0);
  };
  return { timers, pass };
}

test('a sale wakes at the moment that was named, once', () => {
  const { timers, pass } = setup();
  timers.at('a', 400);
  expect(pass(399)).toEqual([]);
  expect(pass(1)).toEqual(['a']);
  expect(pass(60_000)).toEqual([]);
  timers.at('a', 400);
  expect(pass(400)).toEqual(['a']);
});

test('a moment that is over wakes at once, and one further ahead than 15 s is set again later', () => {
  const { timers, pass } = setup();
  timers.at('a', -5);
  timers.at('b', 15_000);
  timers.at('c', 15_001);
  expect(pass(0)).toEqual(['a']);
  expect(pass(60_000)).toEqual(['b']);
});

test.each([
  ['the earlier one, when it is named first', [400, 900], 400],
  ['the earlier one, when it is named last', [900, 400], 400],
  ['the known one, when the other one is a millisecond earlier', [400, 399], 400],
  ['the earlier one, when that is two milliseconds earlier', [400, 398], 398],
])('of two moments of a sale counts %s', (_which, moments, at) => {
  const { timers, pass } = setup();
  for (const inMs of moments) {
    timers.at('a', inMs);
  }
  timers.at('b', 10_000);
  expect(pass(at - 1)).toEqual([]);
  expect(pass(1)).toEqual(['a']);
  expect(pass(10_000)).toEqual(['b']);
});

test('a sale that is forgotten wakes no longer, and after the end none does', () => {
  const { timers, pass } = setup();
  timers.at('a', 400);
  timers.at('b', 400);
  timers.forget('a');
  expect(pass(400)).toEqual(['b']);
  timers.at('a', 400);
  timers.at('b', 400);
  timers.close();
  expect(pass(400)).toEqual([]);
});
