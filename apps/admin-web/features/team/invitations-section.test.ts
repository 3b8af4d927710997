import { expect, test } from 'vitest';
import { stateOf } from './invitations-section.tsx';

const expiresAt = '2026-06-04T08:00:00.000Z';
const end = Date.parse(expiresAt);

test('an invitation that was used counts as used, even after its time', () => {
  const acceptedAt = '2026-06-02T08:00:00.000Z';
  expect(stateOf({ acceptedAt, expiresAt }, end + 1).kind).toBe('accepted');
});

test('an invitation is open to its last moment, and not beyond', () => {
  expect(stateOf({ acceptedAt: null, expiresAt }, end - 1).kind).toBe('open');
  expect(stateOf({ acceptedAt: null, expiresAt }, end).kind).toBe('expired');
});
