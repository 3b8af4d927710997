import { expect, test } from 'vitest';
import { resetCall } from './reset-call.ts';

test.each([
  [['reset', 'ada@example.org'], 'ada@example.org'],
  [[], null],
  [['reset'], null],
  [['reset', 'ada'], null],
  [['delete', 'ada@example.org'], null],
  [['reset', 'ada@example.org', 'eve@example.org'], null],
])('%j asks for a link for %s', (args, email) => {
  expect(resetCall(args)).toBe(email);
});
