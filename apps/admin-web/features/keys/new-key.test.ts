import { keyScopes } from '@flash/shared-types';
import { expect, test } from 'vitest';
import { expiryIn, openedBy } from './new-key.tsx';

test('each scope says what it opens, each thing once', () => {
  for (const scope of keyScopes) {
    const opened = openedBy(scope);
    expect(opened.length, scope).toBeGreaterThan(0);
    expect(new Set(opened).size).toBe(opened.length);
  }
  expect(openedBy('orders:export')).toEqual(['The filtered orders as a table, streamed']);
});

test('a key expires after the chosen number of days, or never', () => {
  const now = Date.parse('2026-06-01T10:00:00.000Z');
  expect(expiryIn('30', now)).toBe('2026-07-01T10:00:00.000Z');
  expect(expiryIn('', now)).toBeNull();
});
