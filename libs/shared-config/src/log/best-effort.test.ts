import { Registry } from 'prom-client';
import { expect, test, vi } from 'vitest';
import { logAtMost } from './at-most.ts';
import { addBestEffortCounter, bestEffort } from './best-effort.ts';

function listen() {
  const lines: [unknown, string][] = [];
  return {
    lines,
    log: { warn: (...line: unknown[]) => void lines.push(line as [unknown, string]) },
  };
}

test('a best effort that fails is counted by its name and names what failed in the log', async () => {
  const { lines, log } = listen();
  const registry = new Registry();
  addBestEffortCounter(registry);
  const err = new Error('Redis is away');

  expect(await bestEffort(log, 'wake a worker', Promise.reject(err))).toBeUndefined();
  expect(await bestEffort(log, 'wake a worker', Promise.reject(err), null)).toBeNull();

  expect(lines).toEqual([[{ err, name: 'wake a worker' }, 'best effort failed: wake a worker']]);
  expect(await registry.metrics()).toContain(
    'flash_best_effort_failures_total{name="wake a worker"} 2',
  );
});

test('a best effort that succeeds answers its result and writes no line', async () => {
  const { lines, log } = listen();
  expect(await bestEffort(log, 'read a place', Promise.resolve(7), null)).toBe(7);
  expect(lines).toEqual([]);
});

test('a repeated line is written once for each key in the given time', () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(1_000);
  const written: string[] = [];
  const atMost = logAtMost(10_000);
  const write = (key: string) => atMost(key, () => void written.push(key));
  write('drain a');
  write('drain a');
  write('drain b');
  now.mockReturnValue(11_000);
  write('drain a');
  expect(written).toEqual(['drain a', 'drain b', 'drain a']);
  now.mockRestore();
});
