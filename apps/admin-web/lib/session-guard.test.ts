import type { Http, Refusal } from '@flash/client';
import { afterEach, expect, test } from 'vitest';
import { sessionGuard } from './session-guard.ts';

const refusing = (code: Refusal['code']): Http =>
  sessionGuard.watch(async () => ({ ok: false, refusal: { code } as Refusal }));

afterEach(() => {
  sessionGuard.expired.send(false);
  sessionGuard.secondFactorNeeded.send(false);
});

test.each(['/flash-sales', '/api/auth/list-sessions', '/api/auth/change-password'])(
  'an ended session is detected from the answer of any call: %s',
  async (path) => {
    await refusing('UNAUTHENTICATED')({ method: 'GET', path });
    expect(sessionGuard.expired.get()).toBe(true);
  },
);

test.each(['/api/auth/get-session', '/api/auth/two-factor/verify-totp'])(
  'a 401 during sign-in does not count as an ended session: %s',
  async (path) => {
    await refusing('UNAUTHENTICATED')({ method: 'POST', path });
    expect(sessionGuard.expired.get()).toBe(false);
  },
);

test('a call that needs a second factor sends the owner to its set-up', async () => {
  await refusing('TWO_FACTOR_REQUIRED')({ method: 'GET', path: '/team/members' });
  expect(sessionGuard.secondFactorNeeded.get()).toBe(true);
});

test('a wrong password does not count as an ended session', async () => {
  await refusing('INVALID_CREDENTIALS')({ method: 'POST', path: '/api/auth/change-password' });
  expect(sessionGuard.expired.get()).toBe(false);
});

test('concurrent sensitive calls share one password dialog and are repeated after it', async () => {
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

test('a sensitive call is refused when the password dialog is cancelled', async () => {
  const call = refusing('FRESH_SIGN_IN_NEEDED')({ method: 'POST', path: '/privacy/export' });
  await expect.poll(() => sessionGuard.confirming.get()).not.toBeNull();
  sessionGuard.confirming.get()?.(false);
  expect(await call).toMatchObject({ ok: false, refusal: { code: 'FRESH_SIGN_IN_NEEDED' } });
});
