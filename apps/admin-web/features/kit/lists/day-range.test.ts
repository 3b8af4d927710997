import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dayRange } from './day-range.ts';

const zone = process.env.TZ;
beforeEach(() => {
  process.env.TZ = 'Europe/Berlin';
});
afterEach(() => {
  if (zone === undefined) {
    delete process.env.TZ;
  } else {
    process.env.TZ = zone;
  }
});

describe('a range of days', () => {
  test('contains both days in full, even when the clocks change', () => {
    expect(dayRange('2026-03-29', '2026-03-29')).toEqual({
      from: '2026-03-28T23:00:00.000Z',
      to: '2026-03-29T21:59:59.999Z',
    });
  });

  test('is unbounded on a side without a valid day', () => {
    expect(dayRange('', '')).toEqual({});
    expect(dayRange('2026-06-01', '')).toEqual({ from: '2026-05-31T22:00:00.000Z' });
    expect(dayRange('soon', '2026-06-01')).toEqual({ to: '2026-06-01T21:59:59.999Z' });
  });
});
