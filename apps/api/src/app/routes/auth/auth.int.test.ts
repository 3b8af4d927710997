import { secretIn, totp } from '@flash/testing';
import type { FastifyRequest } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildTestApp, type TestApp } from '../../testing/app.ts';

let api: TestApp;
beforeAll(async () => {
  api = await buildTestApp();
});
afterAll(() => api.close());

const signUp = '/api/auth/sign-up/email';
const signIn = '/api/auth/sign-in/email';
let count = 0;
const person = () => {
  count += 1;
  return { name: 'Ada', email: `ada-${count}-${Date.now()}@example.org`, password: 'sesame' };
};
const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  api.inject({ method: 'POST', url, payload, headers });

describe('clients of the first API', () => {
  test('sign up, in and out and read their session with the fields they know', async () => {
    const ada = person();
    const up = await post(signUp, ada);
    expect(up.statusCode).toBe(200);
    expect(up.json()).toMatchObject({
      token: expect.any(String),
      user: { id: expect.stringMatching(/^[0-9a-f]{24}$/), email: ada.email, name: 'Ada' },
    });
    const inAnswer = await post(signIn, { email: ada.email, password: ada.password });
    expect(inAnswer.statusCode).toBe(200);
    const { token } = inAnswer.json<{ token: string }>();
    const authorization = `Bearer ${token}`;
    const session = await api.inject({ url: '/api/auth/get-session', headers: { authorization } });
    expect(session.statusCode).toBe(200);
    expect(session.json()).toMatchObject({
      session: { userId: up.json().user.id },
      user: { email: ada.email, role: null },
    });
    const head = { method: 'HEAD' as const, url: '/api/auth/get-session' };
    const headers = await api.inject({ ...head, headers: { authorization } });
    expect([headers.statusCode, headers.body]).toEqual([200, '']);
    expect((await api.inject(head)).statusCode).toBe(401);
    const out = await post('/api/auth/sign-out', {}, { authorization });
    expect([out.statusCode, out.json()]).toEqual([200, { ok: true }]);
    const replay = await api.inject({ url: '/api/auth/get-session', headers: { authorization } });
    expect(replay.statusCode).toBe(401);
  });

  test('are told 401 for a wrong password and 409 for a taken address', async () => {
    const ada = person();
    await post(signUp, ada);
    const wrong = await post(signIn, { email: ada.email, password: 'wrong one' });
    expect([wrong.statusCode, wrong.json().code]).toEqual([401, 'INVALID_CREDENTIALS']);
    const twice = await post(signUp, { ...ada, email: ada.email.toUpperCase() });
    expect([twice.statusCode, twice.json().code]).toEqual([409, 'EMAIL_TAKEN']);
  });

  test('are told 503, and not that the address is taken, when the account could not be stored', async () => {
    const ada = person();
    const { db } = api.deps.db;
    const validator = { email: { $ne: ada.email } };
    await db.command({ collMod: 'user', validator });
    const refused = await post(signUp, ada);
    await db.command({ collMod: 'user', validator: {} });
    expect([refused.statusCode, refused.json().code]).toEqual([503, 'UNAVAILABLE']);
    expect((await post(signUp, ada)).statusCode).toBe(200);
  });

  test('make one account when they sign up with one address at the same moment', async () => {
    const ada = person();
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(signUp, ada)));
    const statuses = answers.map(({ statusCode }) => statusCode).sort();
    expect(statuses).toEqual([200, ...Array(7).fill(409)]);
    const users = api.deps.db.db.collection('user');
    expect(await users.countDocuments({ email: ada.email })).toBe(1);
  });

  test('keep every cookie, each in a separate header, HttpOnly and Lax', async () => {
    const ada = person();
    const up = await post(signUp, ada);
    const out = await post('/api/auth/sign-out', {}, { cookie: cookiesOf(up) });
    const expired = [out.headers['set-cookie']].flat();
    expect(expired.length).toBeGreaterThan(1);
    for (const cookie of [up.headers['set-cookie'], expired].flat(2)) {
      expect(cookie).toMatch(/^better-auth\.[a-z_]+=[^,]*;/);
      expect(cookie).toMatch(/HttpOnly/i);
      expect(cookie).toMatch(/SameSite=Lax/i);
      expect(cookie).toMatch(/Path=\//);
    }
  });

  test.each(['short', '', 'x'.repeat(129), { $gt: '' }, ['sesame'], 123_456, null])(
    'may not choose the password %j',
    async (password) => {
      const answer = await post(signUp, { ...person(), password });
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'VALIDATION_FAILED']);
    },
  );
});

describe('no account becomes more than a buyer by signing up', () => {
  test('fields that a caller may not set are ignored', async () => {
    const ada = person();
    const up = await post(signUp, {
      ...ada,
      role: 'owner',
      isAdmin: true,
      emailVerified: true,
      twoFactorEnabled: true,
      id: '000000000000000000000001',
      __proto__: { role: 'owner' },
    });
    expect(up.statusCode).toBe(200);
    const { token, user } = up.json();
    expect(user).toMatchObject({ emailVerified: false });
    expect(user.id).not.toBe('000000000000000000000001');
    const authorization = `Bearer ${token}`;
    const session = await api.inject({ url: '/api/auth/get-session', headers: { authorization } });
    expect(session.json().user.role).toBeNull();
    const sales = await api.inject({ url: '/flash-sales', headers: { authorization } });
    expect(sales.statusCode).toBe(403);
  });
});

describe('a request that carries a cookie has to come from a site of ours', () => {
  test.each([
    ['http://evil.example', 403],
    ['null', 403],
    ['http://localhost:4200.evil.example', 403],
    ['http://sub.localhost:4200', 403],
    ['http://localhost:4202', 403],
    ['http://localhost:4200', 200],
    ['http://localhost:4201', 200],
  ])('origin %s: %i', async (origin, status) => {
    const up = await post(signUp, person());
    const out = await post('/api/auth/sign-out', {}, { cookie: cookiesOf(up), origin });
    expect(out.statusCode).toBe(status);
    expect(out.headers['access-control-allow-origin']).toBe(status === 200 ? origin : undefined);
  });

  test('also when a browser hides the origin', async () => {
    const cookie = cookiesOf(await post(signUp, person()));
    const hidden: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { referer: 'http://evil.example/' },
    ];
    for (const headers of hidden) {
      const out = await post('/api/auth/sign-out', {}, { cookie, ...headers });
      expect(out.statusCode).toBe(403);
    }
  });

  test('a form of another site is refused by its content type', async () => {
    const out = await api.inject({
      method: 'POST',
      url: signIn,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'email=a%40b.example&password=sesame',
    });
    expect(out.statusCode).toBe(415);
  });
});

describe('over https', () => {
  let https: TestApp;
  beforeAll(async () => {
    https = await buildTestApp({ env: { betterAuthUrl: 'https://api.example' } });
  });
  afterAll(() => https.close());
  const send = (url: string, payload: object, cookie = '') =>
    https.inject({ method: 'POST', url, payload, ...(cookie && { headers: { cookie } }) });
  const isSignedIn = async (cookie: string) =>
    (await https.inject({ url: '/api/auth/get-session', headers: { cookie } })).statusCode === 200;

  test('the session cookie is Secure, bound to this host, and read under its old name as well', async () => {
    const up = await send(signUp, person());
    const lines = [up.headers['set-cookie']].flat().map(String);
    expect(lines.map((line) => line.split('=', 1)[0])).toEqual([
      '__Host-better-auth.session_token',
      '__Secure-better-auth.session_token',
    ]);
    for (const line of lines) {
      expect(line).toMatch(/; Secure/);
      expect(line).toMatch(/Path=\/;/);
      expect(line).not.toMatch(/Domain/i);
    }
    const [bound = '', old = ''] = cookiesOf(up).split('; ');
    expect([await isSignedIn(bound), await isSignedIn(old)]).toEqual([true, true]);
    const planted = old.replace(/=.*/, '=planted.value');
    expect(await isSignedIn(`${planted}; ${bound}`)).toBe(true);
    const out = await send('/api/auth/sign-out', {}, bound);
    const expired = out.cookies.filter(({ maxAge }) => maxAge === 0).map(({ name }) => name);
    expect(expired).toEqual(expect.arrayContaining([bound, old].map((one) => one.split('=')[0])));
    expect(await isSignedIn(old)).toBe(false);
  });
});

describe('the routes of the team', () => {
  test.each([
    ['http://localhost:4200', 200],
    ['http://localhost:4000', 200],
    ['http://localhost:4201', 403],
    ['http://evil.example', 403],
    ['null', 403],
    [undefined, 200],
  ])(
    'answer the origin %s with %i, even when an owner is signed in there',
    async (origin, status) => {
      const owner = await api.signInAs('owner');
      const headers = { ...owner.headers, ...(origin && { origin }) };
      for (const url of ['/team/members', '/flash-sales', '/orders/admin/list', '/audit']) {
        const answer = await api.inject({ url, headers });
        expect([url, answer.statusCode]).toEqual([url, status]);
        if (status === 403) {
          expect(answer.json().code).toBe('ORIGIN_REFUSED');
        }
      }
    },
  );
});

describe('an account', () => {
  test('that changes its password ends every other session', async () => {
    const ada = person();
    const one = (await post(signUp, ada)).json<{ token: string }>();
    const two = (await post(signIn, ada)).json<{ token: string }>();
    const change = { currentPassword: ada.password, newPassword: 'open sesame' };
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    const answer = await post('/api/auth/change-password', change, bearer(one.token));
    expect(answer.statusCode).toBe(200);
    for (const { token } of [one, two]) {
      const session = await api.inject({ url: '/api/auth/get-session', headers: bearer(token) });
      expect(session.statusCode).toBe(401);
    }
    const fresh = await post(signIn, { email: ada.email, password: 'open sesame' });
    expect(fresh.statusCode).toBe(200);
    const list = await api.inject({
      url: '/api/auth/list-sessions',
      headers: bearer(fresh.json().token),
    });
    expect(list.json().items.length).toBeGreaterThan(0);
    expect(list.body).not.toContain(fresh.json().token);
  });

  test('with a second factor gets no token by its password alone', async () => {
    const ada = person();
    const { token } = (await post(signUp, ada)).json();
    const bearer = { authorization: `Bearer ${token}` };
    const enabled = await post('/api/auth/two-factor/enable', { password: ada.password }, bearer);
    const code = totp(secretIn(enabled.json().totpURI));
    const verified = await post('/api/auth/two-factor/verify-totp', { code }, bearer);
    expect(verified.statusCode).toBe(200);
    const half = await post(signIn, { email: ada.email, password: ada.password });
    expect(half.statusCode).toBe(200);
    expect(half.json()).toMatchObject({ twoFactorRedirect: true });
    expect(half.json().token).toBeUndefined();
    const wrong = await post(
      '/api/auth/two-factor/verify-totp',
      { code: '000000' },
      { cookie: cookiesOf(half) },
    );
    expect(wrong.statusCode).toBe(401);
  });

  test.each(['/api/auth/admin/set-role', '/api/auth/update-user', '/api/auth/delete-user'])(
    'has no use for %s',
    async (url) => {
      expect((await post(url, {})).statusCode).toBe(404);
    },
  );
});

describe('a page may read answers', () => {
  test.each([
    ['http://localhost:4201', true],
    ['http://localhost:4201.evil.example', false],
    ['http://evil.example', false],
    ['null', false],
    ['https://localhost:4201', false],
  ])('of %s: %s', async (origin, may) => {
    const answer = await api.inject({
      method: 'OPTIONS',
      url: '/orders/buy',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
    const allowed = answer.headers['access-control-allow-origin'];
    expect(allowed).toBe(may ? origin : undefined);
  });
});

describe('guessing passwords', () => {
  test('the sixth try on one account within ten seconds has to wait', async () => {
    const ada = person();
    await post(signUp, ada);
    const tries = [];
    for (let i = 0; i < 6; i += 1) {
      tries.push(await post(signIn, { email: ada.email, password: 'wrong one' }));
    }
    expect(tries.map((answer) => answer.statusCode)).toEqual([401, 401, 401, 401, 401, 429]);
    expect(Number(tries[5]?.headers['retry-after'])).toBeGreaterThan(0);
    const right = await post(signIn, { email: ada.email, password: ada.password });
    expect(right.statusCode).toBe(429);
    const bob = await post(signIn, { email: 'bob@example.org', password: 'wrong one' });
    expect(bob.statusCode).toBe(401);
  });

  test('a forwarding header gains nothing', async () => {
    const email = `eve-${Date.now()}@example.org`;
    const statuses = [];
    for (let i = 0; i < 6; i += 1) {
      const headers = { 'x-forwarded-for': `10.0.0.${i}`, forwarded: `for=10.0.0.${i}` };
      const answer = await post(signIn, { email, password: 'wrong one' }, headers);
      statuses.push(answer.statusCode);
    }
    expect(statuses.at(-1)).toBe(429);
  });

  test('takes as long for an account that does not exist as for one that does', async () => {
    const ada = person();
    await post(signUp, ada);
    const took = async (email: string) => {
      const startedAt = performance.now();
      const answer = await post(signIn, { email, password: 'wrong one' });
      expect([answer.statusCode, answer.json().code]).toEqual([401, 'INVALID_CREDENTIALS']);
      return performance.now() - startedAt;
    };
    const [known, unknown]: [number[], number[]] = [[], []];
    for (let i = 0; i < 5; i += 1) {
      known.push(await took(ada.email));
      unknown.push(await took(`unknown-${i}-${Date.now()}@example.org`));
    }
    // The least of each: a machine that is busy only ever adds to it.
    const [least, leastUnknown] = [Math.min(...known), Math.min(...unknown)];
    expect(leastUnknown).toBeGreaterThan(least / 2);
    expect(leastUnknown).toBeLessThan(least * 2);
  });

  test('fifty tries from one address, whatever the account', async () => {
    const remoteAddress = '127.9.9.9';
    const count = { ip: remoteAddress } as FastifyRequest;
    for (let i = 0; i < 50; i += 1) {
      await api.app.limits.signIn(count, `unknown-${i}@example.org`);
    }
    const payload = { email: 'unknown-50@example.org', password: 'wrong one' };
    const answer = await api.inject({ method: 'POST', url: signIn, payload, remoteAddress });
    expect([answer.statusCode, answer.json().code]).toEqual([429, 'RATE_LIMITED']);
  });
});

function cookiesOf(answer: { cookies: { name: string; value: string }[] }): string {
  return answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
}
