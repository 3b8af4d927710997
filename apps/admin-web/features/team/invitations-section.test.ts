import { expect, test } from 'vitest';
import { stateOf } from './invitations-section.tsx';

const expiresAt = '2026-06-04T08:00:00.000Z';
const end = Date.parse(expiresAt);

test('an accepted invitation stays accepted after its expiry', () => {
  const acceptedAt = '2026-06-02T08:00:00.000Z';
  expect(stateOf({ acceptedAt, expiresAt }, end + 1).kind).toBe('accepted');
});

test('an invitation is open until its expiry and expired from then on', () => {
  expect(stateOf({ acceptedAt: null, expiresAt }, end - 1).kind).toBe('open');
  expect(stateOf({ acceptedAt: null, expiresAt }, end).kind).toBe('expired');
});
