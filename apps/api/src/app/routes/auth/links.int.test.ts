import { accountMailKey, unseal } from '@flash/shared-config';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildTestApp, type SignedIn, type TestApp } from '../../testing/app.ts';

const HOUR = 3_600_000;
const started = Date.now();
const clock = { at: started, now: () => clock.at };

let api: TestApp;
beforeAll(async () => {
  api = await buildTestApp({ clock });
});
afterAll(() => api.close());

const NEW = 'open sesame, please';
const post = (path: string, payload: object, rest: object = {}) =>
  api.inject({ method: 'POST', url: `/api/auth${path}`, payload, ...rest });
const forgot = (email: string, rest: object = {}) =>
  post('/request-password-reset', { email }, rest);
const choose = (token: unknown, password: unknown = NEW, rest: object = {}) =>
  post('/reset-password', { token, password }, rest);
const prove = (token: unknown) => post('/address/prove', { token });
const sendLink = ({ headers }: SignedIn) =>
  post('/address/send-link', { locale: 'de' }, { headers });
const signIn = (email: string, password: string) => post('/sign-in/email', { email, password });
const sessionOf = async ({ headers }: SignedIn) =>
  api.inject({ url: '/api/auth/get-session', headers });

const linksOf = ({ userId }: SignedIn) =>
  api.deps.db.db.collection('accountlinks').find({ userId }).toArray();
const mailsOf = ({ userId }: SignedIn) => api.deps.db.mails.ofAccount(userId);

/** As a worker reads it to write the mail. */
async function tokenOf({ userId, email }: SignedIn, kind: 'password' | 'address'): Promise<string> {
  await api.deps.accountLinks.idle();
  const link = await api.deps.db.accountLinks.of(userId, kind);
  const key = accountMailKey(api.deps.env.jwtSecret);
  const opened = JSON.parse(unseal(key, link?.sealed ?? '', `${userId}:${kind}`) ?? '{}');
  expect(opened.address).toBe(email);
  return opened.token;
}

async function linkFor(who: SignedIn): Promise<string> {
  expect((await forgot(who.email)).statusCode).toBe(200);
  return tokenOf(who, 'password');
}

const codeOf = (answer: { statusCode: number; json(): { code?: string } }) => [
  answer.statusCode,
  answer.json().code,
];

describe('a buyer who lost the password', () => {
  test('chooses a new one by a link that works once; every session ends, and the address is proven', async () => {
    const grace = await api.signInAs(null);
    const token = await linkFor(grace);
    expect(JSON.stringify(await linksOf(grace))).not.toContain(token);
    const [mail] = await mailsOf(grace);
    expect(mail).toMatchObject({ kind: 'password', saleId: null, state: 'waiting', to: null });
    expect(JSON.stringify(mail)).not.toContain(grace.email);

    const done = await choose(token);
    expect([done.statusCode, done.json()]).toEqual([200, { ok: true, email: grace.email }]);
    expect((await sessionOf(grace)).statusCode).toBe(401);
    expect((await signIn(grace.email, 'correct horse')).statusCode).toBe(401);
    const back = await signIn(grace.email, NEW);
    expect(back.statusCode).toBe(200);
    expect(back.json().user).toMatchObject({ emailVerified: true });
    expect(codeOf(await choose(token, 'another passphrase'))).toEqual([400, 'LINK_INVALID']);
  });

  test('is answered alike, and as late, as one who has no account', async () => {
    const grace = await api.signInAs(null);
    const timed = async (email: string) => {
      const from = performance.now();
      const { statusCode, headers, body } = await forgot(email);
      const { date: _, 'x-request-id': __, ...others } = headers;
      return { ms: performance.now() - from, answer: { statusCode, others, body } };
    };
    // A transaction that holds the account's links: whatever waits for it cannot end before it does.
    const session = api.deps.db.client.startSession();
    session.startTransaction();
    await api.deps.db.db
      .collection<{ _id: string }>('accountlinks')
      .updateOne(
        { _id: `${grace.userId}:password` },
        { $set: { held: 1 } },
        { upsert: true, session },
      );
    const [known, unknown] = await Promise.all([
      timed(grace.email),
      timed('no-account@example.org'),
    ]);
    await session.abortTransaction();
    await session.endSession();
    expect(known.answer).toEqual(unknown.answer);
    expect(known.answer.body).toBe('{"ok":true}');
    expect(Math.abs(known.ms - unknown.ms)).toBeLessThan(300);
    await api.deps.accountLinks.idle();
    expect(await mailsOf(grace)).toHaveLength(1);
  });

  test('gets at most four mails an hour however often an outsider asks, keeps the session, and the newest link works', async () => {
    const grace = await api.signInAs(null);
    const asked = await Promise.all(Array.from({ length: 9 }, () => forgot(grace.email)));
    expect(asked.every(({ statusCode }) => statusCode === 200)).toBe(true);
    await api.deps.accountLinks.idle();
    clock.at += 1;
    await Promise.all(Array.from({ length: 3 }, () => forgot(grace.email)));
    await api.deps.accountLinks.idle();
    const [link] = await linksOf(grace);
    expect(link?.asked).toHaveLength(4);
    expect((await mailsOf(grace)).length).toBeLessThanOrEqual(4);
    expect((await sessionOf(grace)).statusCode).toBe(200);
    expect((await signIn(grace.email, 'correct horse')).statusCode).toBe(200);
    expect((await choose(await tokenOf(grace, 'password'))).statusCode).toBe(200);
    clock.at = started;
  });

  test('finds a link dead after an hour, after a newer one, and after a change of the password', async () => {
    const grace = await api.signInAs(null);
    const older = await linkFor(grace);
    clock.at += 1;
    const newer = await linkFor(grace);
    expect(codeOf(await choose(older))).toEqual([400, 'LINK_INVALID']);
    clock.at += HOUR;
    expect(codeOf(await choose(newer))).toEqual([400, 'LINK_INVALID']);
    const newest = await linkFor(grace);
    const change = { currentPassword: 'correct horse', newPassword: 'a better horse' };
    expect((await post('/change-password', change, { headers: grace.headers })).statusCode).toBe(
      200,
    );
    expect(codeOf(await choose(newest))).toEqual([400, 'LINK_INVALID']);
    expect((await signIn(grace.email, 'a better horse')).statusCode).toBe(200);
    clock.at = started;
  });

  test('is not locked out by wrong passwords of others in the browser that opened the link', async () => {
    const grace = await api.signInAs(null);
    const done = await choose(await linkFor(grace));
    expect(done.cookies.map(({ name }) => name)).toContain('flash_device');
  });

  test.each(['eleven char', 'password1234', { $gt: '' }])(
    'does not use the link up with the password %j, and reads why beside the field',
    async (password) => {
      const grace = await api.signInAs(null);
      const token = await linkFor(grace);
      const refused = await choose(token, password);
      expect(codeOf(refused)).toEqual([400, 'VALIDATION_FAILED']);
      expect(refused.json().errors[0].path).toBe('password');
      expect((await choose(token)).statusCode).toBe(200);
    },
  );

  test('is one of two who use the link at the same moment', async () => {
    const token = await linkFor(await api.signInAs(null));
    const answers = await Promise.all([choose(token), choose(token, 'another passphrase')]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 400]);
  });
});

test('a member of the team gets no link by mail, and one from before opens nothing', async () => {
  const member = await api.signInAs('viewer');
  expect((await forgot(member.email)).json()).toEqual({ ok: true });
  await api.deps.accountLinks.idle();
  expect(await mailsOf(member)).toEqual([]);

  const grace = await api.signInAs(null);
  const token = await linkFor(grace);
  const { userId, email } = grace;
  await api.deps.db.members.put({ userId, email, role: 'viewer', name: 'Grace', createdBy: null });
  expect(codeOf(await choose(token))).toEqual([400, 'LINK_INVALID']);
  expect((await signIn(email, 'correct horse')).statusCode).toBe(200);
});

test('one address of the net asks for twenty links in ten minutes', async () => {
  const from = { remoteAddress: '198.51.100.7' };
  const answers = await Promise.all(
    Array.from({ length: 21 }, (_, at) => forgot(`stranger-${at}@example.org`, from)),
  );
  const statuses = answers.map(({ statusCode }) => statusCode);
  expect(statuses.filter((status) => status === 200)).toHaveLength(20);
  expect(statuses.filter((status) => status === 429)).toHaveLength(1);
});

test.each([['a'.repeat(43)], [{ $ne: '' }], [''], [null], ['a'.repeat(5_000)]])(
  'a token cannot be guessed: %j',
  async (token) => {
    for (const answer of [await choose(token), await prove(token)]) {
      expect(answer.statusCode).toBe(400);
      expect(['LINK_INVALID', 'VALIDATION_FAILED']).toContain(answer.json().code);
    }
  },
);

describe('the address of an account', () => {
  test('is proven by the link that was sent to it, once, and never by a link of the other kind', async () => {
    const grace = await api.signInAs(null);
    expect((await sessionOf(grace)).json().user.emailVerified).toBe(false);
    expect((await sendLink(grace)).json()).toEqual({ state: 'sent' });
    const [mail] = await mailsOf(grace);
    expect(mail).toMatchObject({ kind: 'address', locale: 'de' });
    const token = await tokenOf(grace, 'address');
    expect(codeOf(await choose(token))).toEqual([400, 'LINK_INVALID']);
    expect((await prove(await linkFor(grace))).json().code).toBe('LINK_INVALID');

    expect((await prove(token)).json()).toEqual({ ok: true, email: grace.email });
    expect((await sessionOf(grace)).json().user.emailVerified).toBe(true);
    expect((await prove(token)).json().code).toBe('LINK_INVALID');
    expect((await sendLink(grace)).json()).toEqual({ state: 'proven' });
  });

  test('gets at most four links an hour, and each for a day', async () => {
    const grace = await api.signInAs(null);
    const states: string[] = [];
    for (let at = 0; at < 5; at += 1) {
      clock.at += 1;
      states.push((await sendLink(grace)).json().state);
    }
    expect(states).toEqual(['sent', 'sent', 'sent', 'sent', 'enough']);
    const token = await tokenOf(grace, 'address');
    clock.at += 24 * HOUR;
    expect((await prove(token)).json().code).toBe('LINK_INVALID');
    clock.at = started;
    expect((await prove(token)).statusCode).toBe(200);
  });
});

test('links and their mails go with the account', async () => {
  const grace = await api.signInAs(null);
  await linkFor(grace);
  const { headers } = grace;
  const copy = await api.inject({ url: '/api/auth/account/data', headers });
  expect(copy.json().mails).toMatchObject([{ kind: 'password', flashSaleId: null }]);
  const gone = await post('/account/delete', { password: 'correct horse' }, { headers });
  expect(gone.statusCode).toBe(200);
  expect([await linksOf(grace), await mailsOf(grace)]).toEqual([[], []]);
});

test('without mail no link is promised', async () => {
  const silent = await buildTestApp({ env: { mail: null } });
  try {
    const grace = await silent.signInAs(null);
    for (const [path, payload] of [
      ['request-password-reset', { email: grace.email }],
      ['address/send-link', {}],
    ] as const) {
      const url = `/api/auth/${path}`;
      const asked = await silent.inject({ method: 'POST', url, payload, headers: grace.headers });
      expect(codeOf(asked)).toEqual([409, 'NO_MAIL']);
    }
    expect(await silent.deps.db.mails.ofAccount(grace.userId)).toEqual([]);
  } finally {
    await silent.close();
  }
});
