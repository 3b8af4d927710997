import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildTestApp, type SignedIn, type TestApp } from '../testing/app.ts';

let api: TestApp;
let owner: SignedIn;
beforeAll(async () => {
  api = await buildTestApp();
  owner = await api.signInAs('owner');
});
afterAll(() => api.close());

const call = (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  payload?: object,
  who = owner,
) => api.inject({ method, url, payload, headers: who.headers });

describe('the team', () => {
  test('grows by a link: an address alone, which anyone may have registered, gives no role', async () => {
    const squatter = await api.signInAs(null);
    const added = await call('POST', '/team/members', { email: squatter.email, role: 'viewer' });
    expect(added.statusCode).toBe(201);
    expect(added.json()).toMatchObject({ email: squatter.email, role: 'viewer' });
    expect((await call('GET', '/flash-sales', undefined, squatter)).statusCode).toBe(403);

    const grace = await api.signInAs(null);
    const { token } = added.json();
    const accepted = await call('POST', '/team/invitations/accept', { token }, grace);
    expect(accepted.json()).toEqual({ ok: true, role: 'viewer' });
    expect((await call('GET', '/flash-sales', undefined, grace)).statusCode).toBe(200);
    const twice = await call('POST', '/team/members', { email: grace.email, role: 'viewer' });
    expect([twice.statusCode, twice.json().code]).toEqual([409, 'ALREADY_MEMBER']);
  });

  test('knows a new role in every process at once', async () => {
    const grace = await api.signInAs('viewer');
    const path = `/team/members/${grace.userId}`;
    expect((await call('PATCH', path, { role: 'operator' })).json().role).toBe('operator');
    const sale = { name: 'A', startsAt: new Date().toISOString(), endsAt: '2999-01-01T00:00:00Z' };
    const made = await call('POST', '/flash-sales', { ...sale, startingQuantity: 1 }, grace);
    expect(made.statusCode).toBe(201);
    expect((await call('DELETE', path)).json()).toEqual({ removed: true });
    expect((await call('GET', '/flash-sales', undefined, grace)).statusCode).toBe(403);
    expect((await call('DELETE', path)).statusCode).toBe(404);
  });

  test('gives no account with a weak password a role that sees personal data, and lets such a member keep or lose a role', async () => {
    const weak = { name: 'Eve', email: 'eve-old@h.example', password: 'sesame' };
    const up = await api.inject({ method: 'POST', url: '/api/auth/sign-up/email', payload: weak });
    const userId = up.json().user.id;
    const member = { userId, email: weak.email, name: weak.name, createdBy: null };
    await api.deps.db.members.put({ ...member, role: 'viewer' });
    const change = (role: string) => call('PATCH', `/team/members/${userId}`, { role });
    const refused = await change('support');
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'PASSWORD_TOO_WEAK']);
    expect((await api.deps.db.members.get(userId))?.role).toBe('viewer');
    await api.deps.db.members.put({ ...member, role: 'operator' });
    expect((await change('support')).statusCode).toBe(200);
  });

  test('never loses its last owner', async () => {
    const path = `/team/members/${owner.userId}`;
    for (const answer of [
      await call('PATCH', path, { role: 'viewer' }),
      await call('DELETE', path),
    ]) {
      expect([answer.statusCode, answer.json().code]).toEqual([409, 'LAST_OWNER']);
    }
  });

  test.each([{ role: 'god' }, { role: ['owner'] }, { role: { $ne: '' } }, {}])(
    'knows no role %j',
    async (change) => {
      const answer = await call('POST', '/team/members', { email: owner.email, ...change });
      expect(answer.statusCode).toBe(400);
    },
  );
});

describe('an invitation', () => {
  test('is used once, by the account that opens its link', async () => {
    const invite = await call('POST', '/team/invitations', {
      email: 'g@h.example',
      role: 'support',
    });
    expect(invite.statusCode).toBe(201);
    const { id, token, url } = invite.json();
    expect(url).toBe(`http://localhost:4200/invitations/${token}`);
    const changed = await call('PATCH', `/team/invitations/${id}`, { role: 'viewer' });
    expect(changed.json()).toMatchObject({ id, role: 'viewer' });
    const list = await call('GET', '/team/invitations');
    expect(list.json().items[0]).toMatchObject({ id, acceptedAt: null });
    expect(list.body).not.toContain(token);

    const grace = await api.signInAs(null);
    const accepted = await call('POST', '/team/invitations/accept', { token }, grace);
    expect([accepted.statusCode, accepted.json()]).toEqual([200, { ok: true, role: 'viewer' }]);
    const late = await api.signInAs(null);
    const again = await call('POST', '/team/invitations/accept', { token }, late);
    expect([again.statusCode, again.json().code]).toEqual([400, 'SETUP_TOKEN_INVALID']);
    expect((await call('GET', '/flash-sales', undefined, late)).statusCode).toBe(403);
  });

  test('shows its role and address to the holder of the link only, for as long as the link works', async () => {
    const invite = await call('POST', '/team/invitations', {
      email: 'G@h.example',
      role: 'support',
    });
    const { id, token, expiresAt } = invite.json();
    const show = async (payload: object) =>
      (await api.inject({ method: 'POST', url: '/team/invitations/show', payload })).json();
    expect(await show({ token })).toEqual({ email: 'g@h.example', role: 'support', expiresAt });
    expect(await show({ token: `${token.slice(1)}x` })).toMatchObject({
      code: 'SETUP_TOKEN_INVALID',
    });
    await call('PATCH', `/team/invitations/${id}`, { role: 'viewer' });
    expect(await show({ token })).toMatchObject({ role: 'viewer' });
    await call('DELETE', `/team/invitations/${id}`);
    expect(await show({ token })).toMatchObject({ code: 'SETUP_TOKEN_INVALID' });
  });

  test('opens nothing after it was taken back, and nothing without a session', async () => {
    const invite = await call('POST', '/team/invitations', { email: 'g@h.example', role: 'owner' });
    const { id, token } = invite.json();
    const stranger = await api.inject({
      method: 'POST',
      url: '/team/invitations/accept',
      payload: { token },
    });
    expect(stranger.statusCode).toBe(401);
    expect((await call('DELETE', `/team/invitations/${id}`)).json()).toEqual({ removed: true });
    const grace = await api.signInAs(null);
    const answer = await call('POST', '/team/invitations/accept', { token }, grace);
    expect(answer.statusCode).toBe(400);
  });

  test('opens nothing once its issuer is no longer an owner', async () => {
    const eve = await api.signInAs('owner');
    const invite = { email: 'eve@h.example', role: 'owner' };
    const { token } = (await call('POST', '/team/invitations', invite, eve)).json();
    await call('DELETE', `/team/members/${eve.userId}`);
    const answer = await call('POST', '/team/invitations/accept', { token }, eve);
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'SETUP_TOKEN_INVALID']);
  });

  test('does not let an account in whose password is short or common, and is not used up by it', async () => {
    const weak = { name: 'Eve', email: 'eve-weak@h.example', password: 'sesame' };
    const up = await api.inject({ method: 'POST', url: '/api/auth/sign-up/email', payload: weak });
    const eve = { headers: { authorization: `Bearer ${up.json().token}` } } as SignedIn;
    const invite = { email: 'g2@h.example', role: 'viewer' };
    const { token } = (await call('POST', '/team/invitations', invite)).json();
    const link = ['POST', '/team/invitations/accept', { token }] as const;
    const refused = await call(...link, eve);
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'PASSWORD_TOO_WEAK']);
    const change = { currentPassword: weak.password, newPassword: 'open sesame, please' };
    const changed = await call('POST', '/api/auth/change-password', change, eve);
    const better = { headers: { authorization: `Bearer ${changed.json().token}` } } as SignedIn;
    expect((await call(...link, better)).statusCode).toBe(200);
    const worse = { currentPassword: change.newPassword, newPassword: 'sesame' };
    const back = await call('POST', '/api/auth/change-password', worse, better);
    expect([back.statusCode, back.json().errors[0].path]).toEqual([400, 'newPassword']);
  });

  test('asks for a good password before there is an account, where the link comes with the sign-up', async () => {
    const { token } = (
      await call('POST', '/team/invitations', { email: 'g3@h.example', role: 'viewer' })
    ).json();
    const person = { name: 'Grace', email: 'grace-3@h.example', teamToken: token };
    const signUp = (password: string) =>
      api.inject({
        method: 'POST',
        url: '/api/auth/sign-up/email',
        payload: { ...person, password },
      });
    for (const password of ['sesame', 'password1234']) {
      const refused = await signUp(password);
      expect([refused.statusCode, refused.json().errors[0].path]).toEqual([400, 'password']);
    }
    expect((await signUp('open sesame, please')).statusCode).toBe(200);
  });

  test('guessed set-up links make no account an owner', async () => {
    const grace = await api.signInAs(null);
    for (const token of ['a'.repeat(16), '../../setup', { $gt: '' }, null]) {
      expect((await call('POST', '/team/setup', { token }, grace)).statusCode).toBe(400);
    }
  });
});
