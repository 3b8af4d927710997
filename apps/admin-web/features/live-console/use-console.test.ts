import { createStore } from '@flash/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { throttled } from './use-console.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function aPage() {
  const store = createStore((_: number, next: number) => next, 0);
  const drawn: number[] = [];
  const stop = throttled(store.subscribe, 250)(() => drawn.push(store.get()));
  return { store, drawn, stop };
}

test('the first change after a pause is drawn at once', () => {
  const { store, drawn } = aPage();
  store.send(1);
  expect(drawn).toEqual([1]);
});

test('changes are drawn at most four times a second, and the last state always', () => {
  const { store, drawn } = aPage();
  for (let ms = 1; ms <= 1_000; ms += 1) {
    store.send(ms);
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(250);
  expect(drawn).toHaveLength(5);
  expect(drawn.at(-1)).toBe(1_000);
});

test('a closed page is not drawn again and leaves no timer', () => {
  const { store, drawn, stop } = aPage();
  store.send(1);
  store.send(2);
  stop();
  vi.advanceTimersByTime(1_000);
  expect(drawn).toEqual([1]);
  expect(vi.getTimerCount()).toBe(0);
});
