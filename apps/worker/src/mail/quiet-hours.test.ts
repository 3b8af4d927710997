import { expect, test } from 'vitest';
import { awakeAt } from './quiet-hours.ts';

const BERLIN = 'Europe/Berlin';

test.each([
  ['before ten in the evening', '2026-06-01T19:59:00Z', '2026-06-01T19:59:00Z'],
  ['at ten in the evening', '2026-06-01T20:00:00Z', '2026-06-02T06:30:00Z'],
  ['after midnight', '2026-06-01T23:12:34Z', '2026-06-02T06:30:00Z'],
  ['just before eight', '2026-06-02T05:59:59Z', '2026-06-02T06:30:00Z'],
  ['from eight on', '2026-06-02T06:00:00Z', '2026-06-02T06:00:00Z'],
  ['in the night in which clocks go forward', '2026-03-28T22:30:00Z', '2026-03-29T06:30:00Z'],
  ['in the night in which clocks go back', '2026-10-24T22:30:00Z', '2026-10-25T07:30:00Z'],
])('a mail that can wait leaves by the clock of its reader: %s', (_, now, leaves) => {
  expect(new Date(awakeAt('expired', BERLIN, Date.parse(now))).toISOString()).toBe(
    new Date(leaves).toISOString(),
  );
});

test('half hours of a time zone are counted too', () => {
  const at = awakeAt('expired', 'Asia/Kolkata', Date.parse('2026-06-01T20:00:00Z'));
  expect(new Date(at).toISOString()).toBe('2026-06-02T03:00:00.000Z');
});

test.each(['placed', 'turn', 'ending', 'order', 'refund'] as const)(
  '%s leaves at any hour',
  (kind) => {
    const night = Date.parse('2026-06-01T23:00:00Z');
    expect(awakeAt(kind, BERLIN, night)).toBe(night);
  },
);
