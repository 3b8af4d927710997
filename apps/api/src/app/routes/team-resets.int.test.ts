import type { Role } from '@flash/shared-types';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildTestApp, type SignedIn, type TestApp } from '../testing/app.ts';

const now = Date.now();
const clock = { at: now, now: () => clock.at };
const HOUR = 3_600_000;

let api: TestApp;
let owner: SignedIn;
beforeAll(async () => {
  api = await buildTestApp({ clock });
  owner = await api.signInAs('owner');
});
afterAll(() => api.close());

const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  api.inject({ method: 'POST', url, payload, headers });
const linkFor = async ({ userId }: SignedIn, wish = {}) => {
  const made = await post(`/team/members/${userId}/reset`, wish, owner.headers);
  expect(made.statusCode).toBe(201);
  return made.json<{ url: string; token: string; expiresAt: string }>();
};
const use = (token: unknown, password: unknown = 'open sesame, please') =>
  post('/team/reset', { token, password });
const signIn = (email: string, password: string) =>
  post('/api/auth/sign-in/email', { email, password });
const isSignedIn = async ({ headers }: SignedIn) =>
  (await api.inject({ url: '/api/auth/get-session', headers })).statusCode === 200;
const member = (role: Role) => api.signInAs(role);

describe('a link for a new password', () => {
  test('sets it once, ends every session and tells whose it was', async () => {
    const grace = await member('support');
    const { url, token, expiresAt } = await linkFor(grace);
    expect(url).toBe(`http://localhost:4200/reset/${token}`);
    expect(Date.parse(expiresAt)).toBe(clock.at + 72 * HOUR);
    expect(await isSignedIn(grace)).toBe(true);
    const stored = await api.deps.db.db.collection('resets').find().toArray();
    expect(JSON.stringify(stored)).not.toContain(token);

    const done = await use(token);
    expect([done.statusCode, done.json()]).toEqual([200, { ok: true, email: grace.email }]);
    expect(await isSignedIn(grace)).toBe(false);
    expect((await signIn(grace.email, 'correct horse')).statusCode).toBe(401);
    expect((await signIn(grace.email, 'open sesame, please')).statusCode).toBe(200);
    const again = await use(token, 'another passphrase');
    expect([again.statusCode, again.json().code]).toEqual([400, 'RESET_TOKEN_INVALID']);

    const query = { action: 'member.new_password' };
    const log = await api.inject({ url: '/audit', query, headers: owner.headers });
    expect(log.json().items[0]).toMatchObject({ subject: grace.userId });
    expect(log.body).not.toContain(token);
  });

  test('opens nothing once its issuer is no longer an owner', async () => {
    const [eve, grace] = [await member('owner'), await member('owner')];
    const url = `/team/members/${grace.userId}/reset`;
    const made = await post(url, { clearTwoFactor: true }, eve.headers);
    const left = await api.inject({
      method: 'DELETE',
      url: `/team/members/${eve.userId}`,
      headers: owner.headers,
    });
    expect(left.statusCode).toBe(200);
    const answer = await use(made.json().token);
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'RESET_TOKEN_INVALID']);
    expect(await isSignedIn(grace)).toBe(true);
  });

  test('is used by one of two requests at the same moment', async () => {
    const { token } = await linkFor(await member('viewer'));
    const answers = await Promise.all([
      use(token, 'the first passphrase'),
      use(token, 'the second passphrase'),
    ]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 400]);
  });

  test('is void once there is a newer one, and after 72 hours', async () => {
    const grace = await member('viewer');
    const [older, newer] = [await linkFor(grace), await linkFor(grace)];
    expect((await use(older.token)).statusCode).toBe(400);
    clock.at += 72 * HOUR;
    expect((await use(newer.token)).json().code).toBe('RESET_TOKEN_INVALID');
    clock.at = now;
    expect((await use(newer.token)).statusCode).toBe(200);
  });

  test('opens nothing for a member who has left the team', async () => {
    const grace = await member('viewer');
    const { token } = await linkFor(grace);
    await api.deps.db.members.remove(grace.userId);
    expect((await use(token)).statusCode).toBe(400);
    expect((await signIn(grace.email, 'correct horse')).statusCode).toBe(200);
    const gone = await post(`/team/members/${grace.userId}/reset`, {}, owner.headers);
    expect([gone.statusCode, gone.json().code]).toEqual([404, 'MEMBER_NOT_FOUND']);
  });

  test.each([
    ['a'.repeat(43)],
    [['a'.repeat(43)]],
    [{ $ne: '' }],
    [`${'a'.repeat(20)}\0`],
    [''],
    [null],
    [undefined],
    ['a'.repeat(5_000)],
  ])('cannot be guessed: %j', async (token) => {
    const answer = await use(token);
    expect(answer.statusCode).toBe(400);
    expect(['RESET_TOKEN_INVALID', 'VALIDATION_FAILED']).toContain(answer.json().code);
  });

  test.each([
    'eleven char',
    'password1234',
    'x'.repeat(20),
    '',
    'x'.repeat(129),
    { $gt: '' },
    ['sesame'],
    null,
  ])('is not used up by the password %j', async (password) => {
    const { token } = await linkFor(await member('viewer'));
    expect((await use(token, password)).statusCode).toBe(400);
    expect(await api.deps.db.resets.peek(token, clock.at)).not.toBeNull();
  });

  test('can be tried five times within ten seconds', async () => {
    const token = 'guess'.repeat(8);
    const statuses: number[] = [];
    for (let i = 0; i < 6; i += 1) {
      statuses.push((await use(token)).statusCode);
    }
    expect(statuses).toEqual([400, 400, 400, 400, 400, 429]);
  });

  test.each([{ clearTwoFactor: 'yes' }, { clearTwoFactor: [true] }])(
    'is not made for the wish %j',
    async (wish) => {
      const made = await post(`/team/members/${owner.userId}/reset`, wish, owner.headers);
      expect(made.statusCode).toBe(400);
    },
  );
});
