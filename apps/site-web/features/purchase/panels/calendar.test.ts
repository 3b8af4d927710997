import { expect, test } from 'vitest';
import { calendarEntry } from './calendar.ts';

test('a calendar entry has its times in UTC, and a name cannot break out of its line', () => {
  const times = { lobbyOpensAt: '2026-06-01T10:00:00.000Z', endsAt: '2026-06-01T11:00:00.000Z' };
  const entry = calendarEntry({ id: 's1', name: 'A, b;\nEND:VEVENT', ...times }, 'http://x/s1/');
  expect(entry).toContain('DTSTART:20260601T100000Z\r\n');
  expect(entry).toContain('SUMMARY:A\\, b\\;\\nEND:VEVENT\r\n');
});
