import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { createRecent } from './sale-cache.ts';

afterEach(() => vi.useRealTimers());

test('a value grows old although the clock of the host is set back by an hour', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  let reads = 0;
  const recent = createRecent(async () => ({ reads: ++reads }), 5);
  expect(await recent.get()).toEqual({ reads: 1 });
  vi.setSystemTime(Date.now() - 3_600_000);
  await sleep(10);
  expect(await recent.get()).toEqual({ reads: 2 });
});
