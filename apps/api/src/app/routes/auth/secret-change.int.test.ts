import { randomBytes } from 'node:crypto';
import { secretIn, totp } from '@flash/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestApp, type TestApp } from '../../testing/app.ts';

const before = randomBytes(32).toString('hex');
const after = randomBytes(32).toString('hex');
const password = 'correct horse';
let first: TestApp;
beforeAll(async () => {
  first = await buildTestApp({ env: { betterAuthSecret: before } });
});
afterAll(() => first.close());

const post = (at: TestApp, path: string, payload: object, headers: Record<string, string> = {}) =>
  at.inject({ method: 'POST', url: `/api/auth${path}`, payload, headers });
const cookiesOf = (answer: { cookies: { name: string; value: string }[] }) =>
  answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
const emailAt = async (at: TestApp, headers: Record<string, string>) => {
  const answer = await at.inject({ url: '/api/auth/get-session', headers });
  return answer.json()?.user?.email ?? null;
};
const restartWith = (env: Parameters<typeof buildTestApp>[0] = {}) =>
  buildTestApp({ env: { ...first.deps.env, ...env.env } });

test('sessions and second factors hold through a change of the session secret, and none without the previous one', async () => {
  const email = `${randomBytes(6).toString('hex')}@example.org`;
  const up = await post(first, '/sign-up/email', { name: 'Ada', email, password });
  const buyer = { cookie: cookiesOf(up) };
  const member = await first.signInAs('owner');
  const begun = await post(first, '/two-factor/enable', { password }, member.headers);
  const key = secretIn(begun.json().totpURI);
  await post(first, '/two-factor/verify-totp', { code: totp(key) }, member.headers);
  const [recoveryCode] = begun.json().backupCodes;
  expect(await emailAt(first, buyer)).toBe(email);

  const forgetful = await restartWith({ env: { betterAuthSecret: after } });
  expect(await emailAt(forgetful, buyer)).toBeNull();

  // Both ways round: the process that signs with the next secret, and one that is not restarted yet.
  const second = await restartWith({
    env: { betterAuthSecret: after, betterAuthSecretPrevious: before },
  });
  expect(await emailAt(second, buyer)).toBe(email);
  const signedAnew = await post(second, '/sign-in/email', { email, password });
  const waiting = await restartWith({
    env: { betterAuthSecret: before, betterAuthSecretPrevious: after },
  });
  expect(await emailAt(waiting, { cookie: cookiesOf(signedAnew) })).toBe(email);

  // The one that still had the old secret in front has encrypted the second factors with that again.
  const third = await restartWith({
    env: { betterAuthSecret: after, betterAuthSecretPrevious: before },
  });
  const half = await post(third, '/sign-in/email', { email: member.email, password });
  const step = { cookie: cookiesOf(half) };
  const code = totp(key);
  const whole = await post(third, '/two-factor/verify-totp', { code }, step);
  expect(whole.statusCode).toBe(200);
  const again = await post(third, '/sign-in/email', { email: member.email, password });
  const saved = await post(
    third,
    '/two-factor/verify-backup-code',
    { code: recoveryCode },
    { cookie: cookiesOf(again) },
  );
  expect(saved.statusCode).toBe(200);
  expect(
    await emailAt(third, { cookie: buyer.cookie.replace(/(session_token=)./, '$1_') }),
  ).toBeNull();
  for (const api of [forgetful, second, waiting, third]) {
    await api.app.close();
    await api.deps.close();
  }
});
