import { afterEach, expect, test, vi } from 'vitest';
import { loadSiteConfig } from './browser.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('settings that fail to load are logged and loaded again until they arrive', async () => {
  vi.useFakeTimers();
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const config = { apiUrl: 'http://api.test' };
  const answers = [
    () => Promise.reject(new TypeError('failed')),
    () => Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502 })),
    () => Promise.resolve(Response.json(config)),
  ];
  vi.stubGlobal('fetch', () => answers.shift()?.());
  const loaded = loadSiteConfig();
  await vi.advanceTimersByTimeAsync(6_000);
  expect(await loaded).toEqual(config);
  expect(warn).toHaveBeenCalledTimes(2);
});
