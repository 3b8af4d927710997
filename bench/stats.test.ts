import { createSeeded } from '@flash/testing';
import { describe, expect, test } from 'vitest';
import { cpuOfStat } from './cpu.ts';
import {
  judgePairs,
  median,
  medianInterval,
  percentile,
  perSecond,
  quantileOf,
  slopeOf,
} from './stats.ts';

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

  test('grow by the median slope, which one outlier does not bend', () => {
    const points = Array.from({ length: 9 }, (_, x) => ({ x, y: 100 + 2 * x }));
    expect(slopeOf(points)).toBe(2);
    expect(slopeOf([...points, { x: 9, y: 5_000 }])).toBe(2);
  });

  test('have an interval that holds their median and is narrow where they agree', () => {
    const random = createSeeded(1).next;
    expect(medianInterval([2, 2, 2, 2], random)).toEqual([2, 2]);
    const [low, high] = medianInterval([1, 1.1, 1.2, 1.3, 9], random);
    expect(low).toBeLessThanOrEqual(1.2);
    expect(high).toBeGreaterThanOrEqual(1.2);
    expect(low).toBeGreaterThanOrEqual(1);
  });

  test('of two variants are compared pair by pair, without pairs in which the machine changed', () => {
    const pair = (a: number, b: number, drift: number) => ({ a: { buy: a }, b: { buy: b }, drift });
    const random = createSeeded(1).next;
    const pairs = [pair(10, 12, 1.02), pair(20, 24, 1.1), pair(10, 90, 1.5), pair(30, 36, 1)];
    const verdict = judgePairs(pairs, { driftMax: 1.1, random });
    expect(verdict).toMatchObject({ kept: 3, dropped: 1 });
    const [ratio] = verdict.ratios;
    expect([ratio?.name, ratio?.middle]).toEqual(['buy', 1.2]);
    expect(ratio?.low).toBe(1.2);
    expect(judgePairs(pairs, { driftMax: 0.5, random }).ratios[0]?.middle).toBeNaN();
  });

  test('are read from buckets that were filled since a moment before', () => {
    const before = new Map([
      [0.01, 5],
      [0.1, 5],
      [Number.POSITIVE_INFINITY, 5],
    ]);
    const after = new Map([
      [0.01, 55],
      [0.1, 105],
      [Number.POSITIVE_INFINITY, 105],
    ]);
    expect(quantileOf(after, before, 0.5)).toBeCloseTo(0.01);
    expect(quantileOf(after, before, 0.75)).toBeCloseTo(0.055);
    expect(quantileOf(before, before, 0.5)).toBeNaN();
  });

  test('are no numbers where nothing was measured', () => {
    expect(median([])).toBeNaN();
    expect(perSecond(10, 0)).toBeNaN();
    expect(perSecond(500, 250)).toBe(2_000);
  });
});
