import { describe, expect, test } from 'vitest';
import { formatClock, formatDistance, formatMoney, formatTime, formatWait } from './format.ts';

test('an hour has two digits on every 24-hour clock, and no leading zero on a 12-hour clock', () => {
  const at = '2026-03-28T09:05:00';
  for (const locale of ['en-GB', 'de', 'fr']) {
    expect(formatTime(at, undefined, locale)).toContain('09:05');
    expect(formatTime(`${at}Z`, 'UTC', locale)).toContain('09:05');
    expect(formatClock(at, locale)).toBe('09:05');
  }
  expect(formatClock(at, 'en-US')).toMatch(/^9:05\sAM$/);
  expect(formatTime(`${at}Z`, 'UTC', 'en-US')).toMatch(/ 9:05\sAM/);
});

describe('formats', () => {
  test('show money with the decimals of its currency', () => {
    expect(formatMoney(12_900, 'EUR', 'en')).toBe('€129.00');
    expect(formatMoney(500, 'JPY', 'en')).toBe('¥500');
    expect(formatMoney(0, 'EUR', 'en')).toBe('Free');
  });

  test('show an unknown wait as unknown instead of zero', () => {
    expect(formatWait(null)).toBe('not known yet');
    expect(formatWait({ fromMs: 0, toMs: 20_000 })).toBe('less than a minute');
    expect(formatWait({ fromMs: 60_000, toMs: 110_000 })).toBe('1–2 min');
    expect(formatWait({ fromMs: 130_000, toMs: 170_000 })).toBe('about 3 min');
  });

  test('name the time zone of the sale, also across a change of daylight saving', () => {
    const zone = 'Europe/Berlin';
    expect(formatTime('2026-03-28T09:00:00Z', zone, 'en-GB')).toMatch(/10:00.*(GMT\+1|CET)/);
    expect(formatTime('2026-03-29T09:00:00Z', zone, 'en-GB')).toMatch(/11:00.*(GMT\+2|CEST)/);
  });

  test('keep the two largest units of a duration', () => {
    expect(formatDistance(2 * 86_400_000 + 3 * 3_600_000 + 59_000)).toBe('2 d 3 h');
    expect(formatDistance(3_600_000 + 60_000)).toBe('1 h 1 min');
    expect(formatDistance(14 * 60_000 + 1)).toBe('14 min');
    expect(formatDistance(-5)).toBe('less than a minute');
  });
});
