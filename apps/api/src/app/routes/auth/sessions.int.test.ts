import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildTestApp, type TestApp } from '../../testing/app.ts';

let api: TestApp;
beforeAll(async () => {
  api = await buildTestApp();
});
afterAll(() => api.close());

const password = 'correct horse';
let count = 0;
async function person() {
  count += 1;
  const account = { name: 'Ada', email: `ada-${count}-${Date.now()}@example.org`, password };
  const url = '/api/auth/sign-up/email';
  return { ...account, ...session(await api.inject({ method: 'POST', url, payload: account })) };
}
const session = (answer: { json(): { token: string } }) => ({
  headers: { authorization: `Bearer ${answer.json().token}` },
});
const signIn = async (email: string, userAgent: string, remoteAddress: string) => {
  const url = '/api/auth/sign-in/email';
  const headers = { 'user-agent': userAgent, 'x-forwarded-for': '198.51.100.1' };
  const payload = { email, password };
  return session(await api.inject({ method: 'POST', url, payload, headers, remoteAddress }));
};
type As = { headers: { authorization: string } };
const list = async ({ headers }: As) =>
  (await api.inject({ url: '/api/auth/list-sessions', headers })).json().items;
const end = ({ headers }: As, id: string) =>
  api.inject({ method: 'DELETE', url: `/api/auth/sessions/${id}`, headers });
const isSignedIn = async ({ headers }: As) =>
  (await api.inject({ url: '/api/auth/get-session', headers })).statusCode === 200;

describe('the sessions of an account', () => {
  test('list where an account is signed in, without anything that could be used to sign in as it', async () => {
    const ada = await person();
    const phone = await signIn(ada.email, 'A phone', '203.0.113.7');
    const items = await list(phone);
    expect(items).toHaveLength(2);
    expect(items[0]).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      current: true,
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: expect.stringMatching(/Z$/),
      expiresAt: expect.stringMatching(/Z$/),
      ipAddress: '203.0.113.7',
      userAgent: 'A phone',
    });
    expect(items[1].current).toBe(false);
    const token = phone.headers.authorization.slice(7);
    expect(JSON.stringify(items)).not.toContain(token);
  });

  test('end one by one, at once, and only for the account they belong to', async () => {
    const [ada, eve] = [await person(), await person()];
    const phone = await signIn(ada.email, 'A phone', '203.0.113.8');
    const [{ id }] = await list(phone);
    const foreign = await end(eve, id);
    expect([foreign.statusCode, foreign.json().code]).toEqual([404, 'SESSION_NOT_FOUND']);
    expect(await isSignedIn(phone)).toBe(true);
    expect((await end(ada, id)).json()).toEqual({ ok: true });
    expect(await isSignedIn(phone)).toBe(false);
    expect((await list(phone)) ?? null).toBeNull();
    expect((await end(ada, id)).statusCode).toBe(404);
    expect(await isSignedIn(ada)).toBe(true);
  });

  test('end all but the one that asks', async () => {
    const ada = await person();
    const phone = await signIn(ada.email, 'A phone', '203.0.113.9');
    const others = await api.inject({
      method: 'POST',
      url: '/api/auth/revoke-other-sessions',
      payload: {},
      headers: phone.headers,
    });
    expect([others.statusCode, others.json()]).toEqual([200, { ok: true }]);
    expect([await isSignedIn(phone), await isSignedIn(ada)]).toEqual([true, false]);
  });

  test('end all at once, however many a person who knew the password has opened', async () => {
    const ada = await person();
    const sessions = api.deps.db.db.collection('session');
    const [first] = await sessions.find({ token: ada.headers.authorization.slice(7) }).toArray();
    const strangers = Array.from({ length: 150 }, (_, i) => ({
      ...{ userId: first?.userId, expiresAt: first?.expiresAt, ipAddress: '', userAgent: '' },
      ...{ token: `stranger-${i}`, createdAt: new Date(0), updatedAt: new Date(0) },
    }));
    await sessions.insertMany(strangers);
    const url = '/api/auth/revoke-other-sessions';
    const { headers } = ada;
    expect((await list(ada))[0].current).toBe(true);
    await api.inject({ method: 'POST', url, payload: {}, headers });
    expect(await sessions.countDocuments({ userId: first?.userId })).toBe(1);
    expect(await isSignedIn(ada)).toBe(true);
  });

  test('are not found by a cookie that was planted beside theirs', async () => {
    const ada = await person();
    const signedIn = await api.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      payload: { email: ada.email, password },
    });
    const own = signedIn.cookies
      .map(({ name, value }) => `${name}=${encodeURIComponent(value)}`)
      .join('; ');
    const planted = '__Secure-better-auth.session_token=planted';
    const ask = async (cookie: string) =>
      (await api.inject({ url: '/api/auth/list-sessions', headers: { cookie } })).statusCode;
    expect([await ask(`${planted}; ${own}`), await ask(planted)]).toEqual([200, 401]);
  });

  test('and accounts are found by an index, and an address has one account', async () => {
    const { db } = api.deps.db;
    const keys = async (name: string) =>
      (await db.collection(name).indexes()).map(({ key, unique }) => [Object.keys(key)[0], unique]);
    expect(await keys('user')).toContainEqual(['email', true]);
    for (const [name, field] of [
      ['session', 'token'],
      ['session', 'userId'],
      ['account', 'userId'],
      ['verification', 'identifier'],
    ] as const) {
      expect((await keys(name)).map(([key]) => key)).toContain(field);
    }
  });

  test.each([
    ['GET', '/api/auth/list-sessions'],
    ['DELETE', '/api/auth/sessions/6650f5a2b3c4d5e6f7a8b9c4'],
    ['POST', '/api/auth/revoke-other-sessions'],
    ['POST', '/api/auth/change-password'],
    ['POST', '/api/auth/two-factor/enable'],
    ['POST', '/api/auth/two-factor/generate-backup-codes'],
    ['POST', '/api/auth/two-factor/disable'],
  ] as const)('%s %s is refused without a session', async (method, url) => {
    const headers = { authorization: 'Bearer n2Vd8xQ0cR7mZ4uJ.Zm9yZ2Vk' };
    for (const credentials of [{}, headers]) {
      const answer = await api.inject({ method, url, headers: credentials });
      expect([answer.statusCode, answer.json().code]).toEqual([401, 'UNAUTHENTICATED']);
    }
  });

  test.each(['..', '%00', 'x'.repeat(65), '$ne'])('none is called %j', async (id) => {
    const ada = await person();
    expect([400, 404]).toContain((await end(ada, id)).statusCode);
    expect(await isSignedIn(ada)).toBe(true);
  });
});
