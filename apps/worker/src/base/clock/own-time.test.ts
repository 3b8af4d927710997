import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inOwnTime } from './own-time.ts';

function blockFor(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until) {}
}

test('an answer that arrived while the event loop was blocked is in time', async () => {
  const answer = inOwnTime(sleep(20, 'here'), 100);
  blockFor(200);
  await new Promise((resolve) => setImmediate(resolve));
  blockFor(200);
  const { value, lateMs } = await answer;
  expect(value).toBe('here');
  expect(lateMs).toBeGreaterThan(100);
});

test('an answer that does not come is waited for no longer than was said', async () => {
  const startedAt = performance.now();
  const { value } = await inOwnTime(new Promise(() => {}), 100);
  expect(value).toBeNull();
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(99);
});

test('an error is handed on', async () => {
  await expect(inOwnTime(Promise.reject(new Error('no')), 100)).rejects.toThrow('no');
});
