import { keyScopes } from '@flash/shared-types';
import { expect, test } from 'vitest';
import { expiryIn, scopeWords } from './new-key.tsx';

test('each scope that a key may have says what it opens, and no other is described', () => {
  expect(Object.keys(scopeWords).sort()).toEqual([...keyScopes].sort());
});

test('a key expires after the chosen number of days, or never', () => {
  const now = Date.parse('2026-06-01T10:00:00.000Z');
  expect(expiryIn('30', now)).toBe('2026-07-01T10:00:00.000Z');
  expect(expiryIn('', now)).toBeNull();
});
