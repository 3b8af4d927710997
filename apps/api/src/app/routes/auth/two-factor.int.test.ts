import type { Role } from '@flash/shared-types';
import { secretIn, totp } from '@flash/testing';
import { mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildTestApp, type SignedIn, type TestApp } from '../../testing/app.ts';

let api: TestApp;
let production: TestApp;
beforeAll(async () => {
  api = await buildTestApp();
  production = await buildTestApp({ env: { isProduction: true, nodeEnv: 'production' } });
});
afterAll(async () => {
  await api.close();
  await production.close();
});

const password = 'correct horse';
type Headers = Record<string, string>;
const post = (path: string, payload: object, headers: Headers = {}, at = api) =>
  at.inject({ method: 'POST', url: `/api/auth${path}`, payload, headers });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** Switches it on as a person does, and goes on in the session that the answer names. */
async function switchOn(who: SignedIn, at = api) {
  const begun = await post('/two-factor/enable', { password }, who.headers, at);
  expect(begun.statusCode).toBe(200);
  const { totpURI, backupCodes } = begun.json<{ totpURI: string; backupCodes: string[] }>();
  const secret = secretIn(totpURI);
  const on = await post('/two-factor/verify-totp', { code: totp(secret) }, who.headers, at);
  expect(on.statusCode).toBe(200);
  return { secret, backupCodes, on, headers: bearer(on.json().token) };
}
/** The first step of a sign-in; the cookie stands for it. */
async function halfSignIn(email: string, from = 0): Promise<Headers> {
  const remoteAddress = `198.51.100.${from + 1}`;
  const url = '/api/auth/sign-in/email';
  const payload = { email, password };
  const half = await api.inject({ method: 'POST', url, payload, remoteAddress });
  expect(half.json()).toMatchObject({ twoFactorRedirect: true });
  const pairs = half.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`);
  return { cookie: pairs.join('; ') };
}
const session = async (headers: Headers, at = api) =>
  at.inject({ url: '/api/auth/get-session', headers });

describe('a second factor', () => {
  test('is on once a code was verified, and the session goes on', async () => {
    const grace = await api.signInAs('support');
    expect((await session(grace.headers)).json().user.twoFactorEnabled).toBe(false);
    const { on, headers, backupCodes } = await switchOn(grace);
    expect(on.json().user).toMatchObject({ role: 'support', twoFactorEnabled: true });
    expect(backupCodes).toHaveLength(10);
    const now = await session(headers);
    expect(now.json().user).toMatchObject({ email: grace.email, twoFactorEnabled: true });
    const twice = await post('/two-factor/enable', { password }, headers);
    expect([twice.statusCode, twice.json().code]).toEqual([409, 'TWO_FACTOR_STATE']);
  });

  test('is the second step of each sign-in, or one of the recovery codes, once', async () => {
    const grace = await api.signInAs('viewer');
    const { secret, backupCodes } = await switchOn(grace);
    const half = await halfSignIn(grace.email);
    const wrong = await post('/two-factor/verify-totp', { code: '000000' }, half);
    expect([wrong.statusCode, wrong.json().code]).toEqual([401, 'CODE_INVALID']);
    const whole = await post('/two-factor/verify-totp', { code: totp(secret) }, half);
    expect((await session(bearer(whole.json().token))).statusCode).toBe(200);

    const [code] = backupCodes;
    const lost = await halfSignIn(grace.email);
    const saved = await post('/two-factor/verify-backup-code', { code }, lost);
    expect((await session(bearer(saved.json().token))).statusCode).toBe(200);
    const again = await post(
      '/two-factor/verify-backup-code',
      { code },
      bearer(saved.json().token),
    );
    expect([again.statusCode, again.json().code]).toEqual([401, 'CODE_INVALID']);
  });

  test('is asked of every session that was opened with the password alone before', async () => {
    const owner = await production.signInAs('owner');
    const { email } = owner;
    const thief = await post('/sign-in/email', { email, password }, {}, production);
    const { headers } = await switchOn(owner, production);
    const asThief = bearer(thief.json().token);
    expect((await session(asThief, production)).statusCode).toBe(401);
    const url = '/team/members';
    expect((await production.inject({ url, headers: asThief })).statusCode).toBe(401);
    expect((await production.inject({ url, headers })).statusCode).toBe(200);
  });

  test('lets each code of the app in once, also of those sent at the same moment', async () => {
    const grace = await api.signInAs('viewer');
    const code = totp((await switchOn(grace)).secret);
    const halves = [await halfSignIn(grace.email), await halfSignIn(grace.email)];
    const steps = halves.map((half) => post('/two-factor/verify-totp', { code }, half));
    const answers = await Promise.all(steps);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401]);
    const refused = answers.find(({ statusCode }) => statusCode === 401);
    expect([refused?.json().code, refused?.cookies]).toEqual(['CODE_INVALID', []]);
    const later = await post('/two-factor/verify-totp', { code }, await halfSignIn(grace.email));
    expect([later.statusCode, later.json().code]).toEqual([401, 'CODE_INVALID']);
    const { items } = (
      await api.inject({
        url: '/api/auth/list-sessions',
        headers: bearer(answers.find(({ statusCode }) => statusCode === 200)?.json().token),
      })
    ).json();
    expect(items).toHaveLength(2);
  });

  test('opens no session, even with the password, while the audit log cannot be written', async () => {
    const { db } = api.deps.db;
    const one = await api.signInAs('viewer');
    const both = await api.signInAs('viewer');
    const { secret } = await switchOn(both);
    const half = await halfSignIn(both.email);
    const sessionsOf = async ({ userId }: SignedIn) => {
      const ofUser = { userId: new mongo.ObjectId(userId) };
      return db.collection('session').countDocuments(ofUser);
    };
    const before = [await sessionsOf(one), await sessionsOf(both)];
    const validator = { action: { $ne: 'account.sign_in' } };
    await db.command({ collMod: 'auditlog', validator });
    const answers = [
      await post('/sign-in/email', { email: one.email, password }),
      await post('/two-factor/verify-totp', { code: totp(secret) }, half),
    ].map((answer) => [answer.statusCode, answer.json().code, answer.cookies]);
    await db.command({ collMod: 'auditlog', validator: {} });
    expect(answers).toEqual(Array(2).fill([503, 'UNAVAILABLE', []]));
    expect([await sessionsOf(one), await sessionsOf(both)]).toEqual(before);
    expect((await post('/sign-in/email', { email: one.email, password })).statusCode).toBe(200);
  });

  test('changes nothing about an account of the team that the audit log cannot tell of', async () => {
    const { db } = api.deps.db;
    const one = await api.signInAs('viewer');
    const newPassword = 'another long passphrase';
    const change = () =>
      post('/change-password', { currentPassword: password, newPassword }, one.headers);
    await db.command({ collMod: 'auditlog', validator: { action: { $ne: 'account.password' } } });
    const refused = await change();
    await db.command({ collMod: 'auditlog', validator: {} });
    expect(refused.statusCode).toBeGreaterThanOrEqual(500);
    expect((await post('/sign-in/email', { email: one.email, password })).statusCode).toBe(200);
    const wrong = await post(
      '/change-password',
      { currentPassword: 'not the password', newPassword },
      one.headers,
    );
    expect(wrong.statusCode).toBe(401);
    expect((await change()).statusCode).toBe(200);
    const rows = await api.deps.db.audit.list({ action: 'account.password', actor: one.userId });
    expect(rows.items.map(({ outcome }) => outcome)).toEqual(['done', 'refused']);
  });

  test('is not guessed, from however many addresses and challenges', async () => {
    const grace = await api.signInAs('viewer');
    const { secret } = await switchOn(grace);
    const right = totp(secret);
    const wrong = right === '000000' ? '000001' : '000000';
    for (const challenge of [1, 2]) {
      const headers = await halfSignIn(grace.email, challenge);
      for (let i = 0; i < 5; i += 1) {
        const remoteAddress = `203.0.113.${challenge * 10 + i}`;
        const url = '/api/auth/two-factor/verify-totp';
        const payload = { code: wrong };
        const from = { method: 'POST', url, payload, remoteAddress, headers } as const;
        expect((await api.inject(from)).json().code).toBe('CODE_INVALID');
      }
    }
    const half = await halfSignIn(grace.email, 10);
    const locked = await post('/two-factor/verify-totp', { code: right }, half);
    expect([locked.statusCode, locked.json().code]).toEqual([429, 'RATE_LIMITED']);
    expect([locked.headers['retry-after'], locked.json().retryAfterMs]).toEqual(['900', 900_000]);
  });

  test('gets new recovery codes and is switched off with the password', async () => {
    const grace = await api.signInAs('operator');
    const { headers, backupCodes } = await switchOn(grace);
    const wrong = await post('/two-factor/disable', { password: 'wrong one' }, headers);
    expect([wrong.statusCode, wrong.json().code]).toEqual([401, 'INVALID_CREDENTIALS']);
    const fresh = await post('/two-factor/generate-backup-codes', { password }, headers);
    expect(fresh.json().backupCodes).toHaveLength(10);
    expect(fresh.json().backupCodes).not.toContain(backupCodes[0]);
    const off = await post('/two-factor/disable', { password }, headers);
    expect([off.statusCode, off.json().ok]).toEqual([200, true]);
    const now = await session(bearer(off.json().token));
    expect(now.json().user.twoFactorEnabled).toBe(false);
    const { headers: never } = await api.signInAs('viewer');
    const none = await post('/two-factor/generate-backup-codes', { password }, never);
    expect([none.statusCode, none.json().code]).toEqual([409, 'TWO_FACTOR_STATE']);
  });

  test('stays with an owner', async () => {
    const owner = await api.signInAs('owner');
    const { headers } = await switchOn(owner);
    const off = await post('/two-factor/disable', { password }, headers);
    expect([off.statusCode, off.json().code]).toEqual([403, 'FORBIDDEN']);
  });

  test('that was lost is cleared by the link of another owner', async () => {
    const owner = await api.signInAs('owner');
    const grace = await api.signInAs('owner');
    await switchOn(grace);
    const resetWith = async (wish: object) => {
      const url = `/team/members/${grace.userId}/reset`;
      const made = await api.inject({ method: 'POST', url, payload: wish, headers: owner.headers });
      const payload = { token: made.json().token, password };
      return api.inject({ method: 'POST', url: '/team/reset', payload });
    };
    const pending = await halfSignIn(grace.email);
    expect((await resetWith({})).statusCode).toBe(200);
    const stale = await post('/two-factor/verify-totp', { code: '000000' }, pending);
    expect([stale.statusCode, stale.json().code]).toEqual([401, 'UNAUTHENTICATED']);
    await halfSignIn(grace.email);
    expect((await resetWith({ clearTwoFactor: true })).statusCode).toBe(200);
    const in2 = await post('/sign-in/email', { email: grace.email, password });
    expect(in2.json()).toMatchObject({ token: expect.any(String) });
    expect((await session(bearer(in2.json().token))).json().user.twoFactorEnabled).toBe(false);
  });

  test.each([[{ $ne: '' }], [['000000']], [0], [''], [null], ['0'.repeat(65)]])(
    'has no code %j',
    async (code) => {
      const grace = await api.signInAs('viewer');
      const answer = await post('/two-factor/verify-totp', { code }, grace.headers);
      expect(answer.statusCode).toBe(400);
    },
  );
});

describe('in production', () => {
  const ask = (method: 'GET' | 'POST' | 'DELETE', url: string, headers: Headers) =>
    production.inject({ method, url, headers });

  test('an owner without a second factor may switch it on, and nothing else', async () => {
    const owner = await production.signInAs('owner');
    for (const [method, url] of [
      ['GET', '/flash-sales'],
      ['GET', '/team/members'],
      ['GET', '/audit'],
      ['GET', '/orders/admin/list'],
      ['GET', '/orders/admin/queue/stream'],
      ['POST', '/flash-sales'],
      ['DELETE', '/flash-sales/6650f1a2b3c4d5e6f7a8b9c0'],
      ['GET', '/bull-mq-dashboard'],
    ] as const) {
      const answer = await ask(method, url, owner.headers);
      expect([url, answer.statusCode]).toEqual([url, 403]);
      expect(answer.body).toContain(
        url === '/bull-mq-dashboard' ? 'Two-factor authentication' : 'TWO_FACTOR_REQUIRED',
      );
    }
    const who = await session(owner.headers, production);
    expect(who.json().user).toMatchObject({ role: 'owner', twoFactorEnabled: false });
    expect((await ask('GET', '/api/auth/list-sessions', owner.headers)).statusCode).toBe(200);

    const { headers } = await switchOn(owner, production);
    for (const url of ['/flash-sales', '/team/members', '/audit']) {
      expect((await ask('GET', url, headers)).statusCode).toBe(200);
    }
    expect((await post('/sign-out', {}, headers, production)).statusCode).toBe(200);
  });

  test('a viewer, who sees no personal data, may do without', async () => {
    const viewer = await production.signInAs('viewer');
    expect((await ask('GET', '/flash-sales', viewer.headers)).statusCode).toBe(200);
  });

  test.each<Role>(['support', 'operator'])(
    'a %s reaches nothing without a second factor, and cannot switch it off again',
    async (role) => {
      const member = await production.signInAs(role);
      for (const url of ['/flash-sales', '/orders/admin/list', '/orders/admin/export.csv']) {
        const answer = await ask('GET', url, member.headers);
        expect([url, answer.statusCode, answer.json().code]).toEqual([
          url,
          403,
          'TWO_FACTOR_REQUIRED',
        ]);
      }
      const { headers } = await switchOn(member, production);
      expect((await ask('GET', '/orders/admin/list', headers)).statusCode).toBe(200);
      const off = await post('/two-factor/disable', { password }, headers, production);
      expect([off.statusCode, off.json().code]).toEqual([403, 'FORBIDDEN']);
    },
  );

  test('the first owner is made before there can be a second factor', async () => {
    const first = await buildTestApp({ env: { isProduction: true, nodeEnv: 'production' } });
    const token = (await first.deps.db.invitations.issueSetup(Date.now()))?.token;
    const { headers } = await first.signInAs(null);
    const url = '/team/setup';
    const made = await first.inject({ method: 'POST', url, payload: { token }, headers });
    expect([made.statusCode, made.json()]).toEqual([200, { ok: true, role: 'owner' }]);
    const sales = await first.inject({ url: '/flash-sales', headers });
    expect(sales.json().code).toBe('TWO_FACTOR_REQUIRED');
    await first.close();
  });
});
