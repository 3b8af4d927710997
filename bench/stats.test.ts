import { describe, expect, test } from 'vitest';
import { cpuOfStat } from './cpu.ts';
import { median, percentile, perSecond } from './stats.ts';

describe('the figures of a benchmark', () => {
  test('are samples that occurred, never something in between', () => {
    const samples = Array.from({ length: 200 }, (_, place) => 200 - place);
    expect(median(samples)).toBe(100);
    expect(percentile(samples, 0.99)).toBe(198);
    expect(percentile(samples, 1)).toBe(200);
    expect(percentile([7], 0.01)).toBe(7);
  });

  test('read the CPU time of a process whatever it is called', () => {
    const stat = '42 (a b) c) S 1 42 42 0 -1 4194304 100 0 0 0 30 12 0 0 20 0 1 0 100 1000 10';
    expect(cpuOfStat(stat)).toBe(420);
  });

  test('are no numbers where nothing was measured', () => {
    expect(median([])).toBeNaN();
    expect(perSecond(10, 0)).toBeNaN();
    expect(perSecond(500, 250)).toBe(2_000);
  });
});
