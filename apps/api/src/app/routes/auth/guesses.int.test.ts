import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGuesses } from '../../services/accounts/guesses.ts';
import { buildTestApp, type SignedIn, type TestApp } from '../../testing/app.ts';

let api: TestApp;
beforeAll(async () => {
  api = await buildTestApp({ hashesWaitingMax: 12 });
});
afterAll(() => api.close());

const password = 'correct horse';
let address = 0;
/** Each from an address of its own, as a botnet does it. */
const signIn = (
  email: string,
  tried: string,
  { remoteAddress = elsewhere(), cookie = '' }: { remoteAddress?: string; cookie?: string } = {},
) =>
  api.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    payload: { email, password: tried },
    remoteAddress,
    ...(cookie && { headers: { cookie } }),
  });
function elsewhere(): string {
  address += 1;
  return `198.51.${address >> 8}.${address & 255}`;
}
const guess = async (email: string, times: number, from: object = {}) => {
  const statuses: number[] = [];
  for (let i = 0; i < times; i += 1) {
    statuses.push((await signIn(email, 'wrong one', from)).statusCode);
  }
  return statuses;
};
const deviceIn = (answer: { cookies: { name: string; value: string }[] }) =>
  answer.cookies
    .filter(({ name }) => name === 'flash_device')
    .map(({ name, value }) => `${name}=${value}`)
    .join('');
const waitsOf = (email: string) => {
  const { redis, env } = api.deps;
  const account = createGuesses(redis, env.jwtSecret).accountKey(email);
  return redis.keys(`fsguess:{${account}*}:wait`);
};
/** Guesses until the account has to wait, and then lets it wait for longer than a test takes. */
async function exhaust(email: string, from: object = {}): Promise<number[]> {
  const statuses: number[] = [];
  while (statuses.length < 30) {
    statuses.push(...(await guess(email, 1, from)));
    if (statuses.at(-1) !== 429) {
      continue;
    }
    const waits = await waitsOf(email);
    const held = await Promise.all(waits.map((key) => api.deps.redis.pexpire(key, 600_000)));
    if (held.includes(1)) {
      return statuses;
    }
  }
  throw new Error(`never had to wait: ${statuses.join()}`);
}
const tenFree = (statuses: number[]) => {
  expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401));
  expect(statuses.at(-1)).toBe(429);
};
const auditOf = async (owner: SignedIn, action: string) =>
  (await api.inject({ url: '/audit', query: { action }, headers: owner.headers })).json().items;

describe('guessing the password of one account', () => {
  test('has to wait after ten tries in a row, from however many addresses, and longer each time', async () => {
    const { email } = await api.signInAs(null);
    expect(await guess(email, 10)).toEqual(Array(10).fill(401));
    const waits: number[] = [];
    for (let nth = 0; nth < 5; nth += 1) {
      await api.deps.redis.del('none', ...(await waitsOf(email)));
      expect(await guess(email, 1)).toEqual([401]);
      const [key = ''] = await waitsOf(email);
      waits.push(await api.deps.redis.pttl(key));
    }
    expect(waits[4]).toBeGreaterThan(waits[3] ?? 0);
    expect(waits[4]).toBeLessThanOrEqual(32_000);
    const refused = await signIn(email, password);
    expect([refused.statusCode, refused.json().code]).toEqual([429, 'RATE_LIMITED']);
    expect(refused.json().retryAfterMs).toBeGreaterThan(10_000);
  });

  test('gains nothing by trying everything at once', async () => {
    const { email } = await api.signInAs(null);
    const tries = Array.from({ length: 40 }, () => signIn(email, 'wrong one'));
    const statuses = (await Promise.all(tries)).map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 401).length).toBeLessThan(15);
    expect(statuses).not.toContain(200);
  });

  test('does not keep its owner out of a browser that was signed in before', async () => {
    const { email } = await api.signInAs(null);
    const cookie = deviceIn(await signIn(email, password));
    expect(cookie).not.toBe('');
    await exhaust(email);
    expect((await signIn(email, password)).statusCode).toBe(429);
    expect((await signIn(email, password, { cookie })).statusCode).toBe(200);
  });

  test('does not keep its owner out where the account is signed in, also without a cookie', async () => {
    const { email } = await api.signInAs(null);
    const home = { remoteAddress: '203.0.113.77' };
    expect((await signIn(email, password, home)).statusCode).toBe(200);
    await exhaust(email);
    expect((await signIn(email, password)).statusCode).toBe(429);
    expect((await signIn(email, password, home)).statusCode).toBe(200);
  });

  test('does not keep a program out that has signed out, keeps no cookies and comes from where it was signed in', async () => {
    const { email } = await api.signInAs(null);
    const home = { remoteAddress: '203.0.113.78' };
    const { token } = (await signIn(email, password, home)).json();
    const headers = { authorization: `Bearer ${token}` };
    await api.inject({ method: 'POST', url: '/api/auth/sign-out', headers });
    await api.deps.db.db.collection('session').deleteMany({ token });
    await exhaust(email);
    expect((await signIn(email, password)).statusCode).toBe(429);
    expect((await signIn(email, password, home)).statusCode).toBe(200);
  });

  test('is counted for a known browser as well, and a forged cookie is none', async () => {
    const { email } = await api.signInAs(null);
    const other = await api.signInAs(null);
    const cookie = deviceIn(await signIn(email, password));
    tenFree(await exhaust(email, { cookie }));
    const foreign = deviceIn(await signIn(other.email, password));
    const forged = cookie.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    await exhaust(email);
    for (const useless of [foreign, forged, `flash_device=${'~'.repeat(200)}`]) {
      expect((await signIn(email, password, { cookie: useless })).statusCode).toBe(429);
    }
  });

  test('starts again after the right password, and an error of the service counts as no try', async () => {
    const { email } = await api.signInAs(null);
    await guess(email, 9);
    expect((await signIn(email, password)).statusCode).toBe(200);
    expect(await guess(email, 10)).toEqual(Array(10).fill(401));
    const { handler } = api.deps.auth;
    const someone = await api.signInAs(null);
    api.deps.auth.handler = async () => new Response('{}', { status: 500 });
    const faults = await guess(someone.email, 12);
    api.deps.auth.handler = handler;
    expect(new Set(faults)).toEqual(new Set([503]));
    expect((await signIn(someone.email, password)).statusCode).toBe(200);
  });

  test('refuses no right password because the count of wrong ones cannot be cleared', async () => {
    const { email } = await api.signInAs(null);
    const attempt = await api.deps.guard.begin(email, { ip: elsewhere() });
    const broken = { ...attempt, right: () => Promise.reject(new Error('Redis is away')) };
    expect(await api.deps.guard.settle(broken, async () => 'signed in')).toBe('signed in');
  });

  test('is no different for an address that has no account', async () => {
    const email = `unknown-${Date.now()}@example.org`;
    tenFree(await exhaust(email));
  });

  test('within a session has to wait as well, and does not keep its owner from signing in', async () => {
    const { email, headers } = await api.signInAs(null);
    const confirm = () =>
      api.inject({
        method: 'POST',
        url: '/api/auth/confirm-password',
        payload: { password: 'wrong one' },
        remoteAddress: elsewhere(),
        headers,
      });
    const statuses: number[] = [];
    while (statuses.at(-1) !== 429 && statuses.length < 30) {
      statuses.push((await confirm()).statusCode);
    }
    tenFree(statuses);
    expect((await signIn(email, password)).statusCode).toBe(200);
  });

  test('keeps nothing of a try whose password was never checked', async () => {
    const { redis, env } = api.deps;
    const guesses = createGuesses(redis, env.jwtSecret);
    const account = guesses.accountKey(`sprayed-${Date.now()}@example.org`);
    const kept = () => redis.keys(`fsguess:{${account}*`);
    const first = await guesses.begin(account);
    const second = await guesses.begin(account);
    if (first.kind === 'wait' || second.kind === 'wait') {
      throw new Error('had to wait');
    }
    await first.undo();
    expect(await kept()).toHaveLength(1);
    await second.undo();
    expect(await kept()).toEqual([]);
  });

  test('leaves no address in Redis', async () => {
    const { email } = await api.signInAs(null);
    await guess(email, 1);
    const keys = await api.deps.redis.keys('fsguess:*');
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.join()).not.toContain(email.split('@')[0]);
  });
});

describe('strangers who keep all password hashing busy', () => {
  test('do not keep accounts from signing in with a known browser or address, or from using the password in a session', async () => {
    const [ada, bob] = [await api.signInAs(null), await api.signInAs(null)];
    const home = { remoteAddress: '203.0.113.90' };
    const cookie = deviceIn(await signIn(ada.email, password, home));
    const asBob = (url: string, payload: object) =>
      api.inject({
        ...{ method: 'POST', url, payload, headers: bob.headers },
        remoteAddress: elsewhere(),
      });
    let refused = 0;
    const flood = Array.from({ length: 24 }, async (_, nth) => {
      const { statusCode } = await signIn(`flood-${nth}@example.org`, 'wrong one');
      if (statusCode === 503) {
        refused += 1;
      }
    });
    await expect.poll(() => refused, { timeout: 10_000, interval: 1 }).toBeGreaterThan(0);
    const newPassword = 'open sesame, please';
    const answers = await Promise.all([
      signIn(ada.email, password, { cookie }),
      signIn(ada.email, password, home),
      asBob('/api/auth/confirm-password', { password }),
      asBob('/api/auth/change-password', { currentPassword: password, newPassword }),
    ]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
    await Promise.all(flood);
  });
});

describe('the audit log', () => {
  test('tells of sign-ins, wrong passwords and guesses at the accounts of the team, not of buyers', async () => {
    const owner = await api.signInAs('owner');
    const support = await api.signInAs('support');
    const buyer = await api.signInAs(null);
    await signIn(support.email, password);
    await signIn(buyer.email, password);
    await guess(support.email, 10);
    await guess(buyer.email, 1);
    const [signedIn] = await auditOf(owner, 'account.sign_in');
    expect(signedIn).toMatchObject({
      actor: { id: support.userId, role: 'support' },
      subject: support.userId,
      after: { secondStep: null },
    });
    await expect.poll(async () => (await auditOf(owner, 'account.sign_in_failed')).length).toBe(10);
    await expect.poll(async () => (await auditOf(owner, 'account.guessed')).length).toBe(1);
    const [guessed] = await auditOf(owner, 'account.guessed');
    expect(guessed).toMatchObject({
      actor: { id: 'unknown', email: null, role: null },
      subject: support.userId,
      after: { failures: 10 },
    });
    expect(await auditOf(owner, 'account.sign_in')).toHaveLength(1);
  });

  test('tells of a changed password of a member', async () => {
    const owner = await api.signInAs('owner');
    const grace = await api.signInAs('viewer');
    const payload = { currentPassword: password, newPassword: 'open sesame, please' };
    const url = '/api/auth/change-password';
    const { headers } = grace;
    expect((await api.inject({ method: 'POST', url, payload, headers })).statusCode).toBe(200);
    const [row] = await auditOf(owner, 'account.password');
    expect(row).toMatchObject({ actor: { id: grace.userId }, subject: grace.userId });
    expect(JSON.stringify(row)).not.toContain('sesame');
  });
});
