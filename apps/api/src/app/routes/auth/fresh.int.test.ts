import { endpoints } from '@flash/shared-types';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildTestApp, type SignedIn, type TestApp } from '../../testing/app.ts';

const clock = { at: Date.now(), now: () => clock.at };
const MINUTE = 60_000;
const password = 'correct horse';

let api: TestApp;
let owner: SignedIn;
beforeAll(async () => {
  api = await buildTestApp({ clock });
  owner = await api.signInAs('owner');
});
afterAll(() => api.close());

const sensitive = Object.values(endpoints).filter(({ fresh }) => fresh);
const call = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
  api.inject({ method, url, payload, headers: owner.headers });
const confirm = (tried: string) => call('POST', '/api/auth/confirm-password', { password: tried });
const invite = () =>
  call('POST', '/team/invitations', { email: `${clock.at}@h.example`, role: 'viewer' });

describe('a session that is older than fifteen minutes', () => {
  test('may do nothing sensitive until the password was entered again, and then for fifteen minutes', async () => {
    expect((await invite()).statusCode).toBe(201);
    clock.at += 16 * MINUTE;
    for (const { method, path } of sensitive) {
      const url = path.replaceAll(/:\w+/g, '6650f1a2b3c4d5e6f7a8b9c0');
      const answer = await call(method as 'POST', url, method === 'GET' ? undefined : {});
      expect([url, answer.statusCode]).toEqual([url, 403]);
      expect(answer.body).toContain('FRESH_SIGN_IN_NEEDED');
    }
    expect((await call('GET', '/team/members')).statusCode).toBe(200);

    const wrong = await confirm('wrong one');
    expect([wrong.statusCode, wrong.json().code]).toEqual([401, 'INVALID_CREDENTIALS']);
    expect((await invite()).statusCode).toBe(403);
    const right = await confirm(password);
    expect([right.statusCode, right.json()]).toEqual([200, { ok: true, freshForMs: 15 * MINUTE }]);
    const session = await call('GET', '/api/auth/get-session');
    expect(session.json().session.freshForMs).toBeGreaterThan(14 * MINUTE);
    expect((await invite()).statusCode).toBe(201);
  });

  test('is opened by its own password only', async () => {
    const other = await api.signInAs('owner');
    const url = '/api/auth/confirm-password';
    // The clock is ahead of the library's, so this session is old as well.
    await api.deps.redis.del('none', ...(await api.deps.redis.keys('fsfresh:*')));
    await api.inject({ method: 'POST', url, payload: { password }, headers: other.headers });
    expect((await invite()).json().code).toBe('FRESH_SIGN_IN_NEEDED');
    expect((await api.inject({ method: 'POST', url, payload: { password } })).statusCode).toBe(401);
  });
});

test('what cannot be undone, gives rights or hands out personal data asks for a fresh password', () => {
  expect(sensitive.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
    'DELETE /team/members/:userId',
    'GET /audit/export.csv',
    'GET /orders/admin/export.csv',
    'PATCH /team/invitations/:id',
    'PATCH /team/members/:userId',
    'PATCH /team/webhooks/:id',
    'POST /flash-sales/:id/places/end',
    'POST /orders/:orderId/refund',
    'POST /orders/admin/reconciliation/:flashSaleId/mend',
    'POST /privacy/export',
    'POST /privacy/forget',
    'POST /team/invitations',
    'POST /team/keys',
    'POST /team/members',
    'POST /team/members/:userId/reset',
    'POST /team/webhooks',
    'POST /team/webhooks/:id/secret',
  ]);
});
