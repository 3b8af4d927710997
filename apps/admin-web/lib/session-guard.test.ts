import type { Http, Refusal } from '@flash/web';
import { afterEach, expect, test } from 'vitest';
import { sessionGuard } from './session-guard.ts';

const refusing = (code: Refusal['code']): Http =>
  sessionGuard.watch(async () => ({ ok: false, refusal: { code } as Refusal }));

afterEach(() => {
  sessionGuard.expired.send(false);
  sessionGuard.secondFactorNeeded.send(false);
});

test.each(['/flash-sales', '/api/auth/list-sessions', '/api/auth/change-password'])(
  'an ended session is noticed wherever it shows: %s',
  async (path) => {
    await refusing('UNAUTHENTICATED')({ method: 'GET', path });
    expect(sessionGuard.expired.get()).toBe(true);
  },
);

test.each(['/api/auth/get-session', '/api/auth/two-factor/verify-totp'])(
  'whoever is about to sign in is not told that a session ended: %s',
  async (path) => {
    await refusing('UNAUTHENTICATED')({ method: 'POST', path });
    expect(sessionGuard.expired.get()).toBe(false);
  },
);

test('an owner who lacks the second factor is led to it', async () => {
  await refusing('TWO_FACTOR_REQUIRED')({ method: 'GET', path: '/team/members' });
  expect(sessionGuard.secondFactorNeeded.get()).toBe(true);
});

test('a wrong password is no ended session', async () => {
  await refusing('INVALID_CREDENTIALS')({ method: 'POST', path: '/api/auth/change-password' });
  expect(sessionGuard.expired.get()).toBe(false);
});

test('a sensitive call is made again once the password was entered again, and once for all that wait', async () => {
  let isFresh = false;
  const answers: Http = async () =>
    isFresh
      ? ({ ok: true, value: 'done', status: 200, startedAt: 0 } as never)
      : { ok: false, refusal: { code: 'FRESH_SIGN_IN_NEEDED' } as Refusal };
  const http = sessionGuard.watch(answers);
  const calls = [1, 2].map(() => http({ method: 'POST', path: '/team/invitations' }));
  await expect.poll(() => sessionGuard.confirming.get()).not.toBeNull();
  isFresh = true;
  sessionGuard.confirming.get()?.(true);
  for (const answer of await Promise.all(calls)) {
    expect(answer.ok).toBe(true);
  }
  expect(sessionGuard.confirming.get()).toBeNull();
});

test('somebody who does not enter the password again is told why nothing was done', async () => {
  const call = refusing('FRESH_SIGN_IN_NEEDED')({ method: 'POST', path: '/privacy/export' });
  await expect.poll(() => sessionGuard.confirming.get()).not.toBeNull();
  sessionGuard.confirming.get()?.(false);
  expect(await call).toMatchObject({ ok: false, refusal: { code: 'FRESH_SIGN_IN_NEEDED' } });
});
