import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { appProgram, endWithMe, findFreePort, secretIn, totp } from '@flash/testing';
import { afterEach, describe, expect, test } from 'vitest';

const running = new Set<ChildProcess>();
afterEach(async () => {
  for (const child of running) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
  running.clear();
});

interface Started {
  child: ChildProcess;
  url: string;
  output(): string;
}

/** The process itself, as an operator starts it. */
async function start(env: Record<string, string>): Promise<Started> {
  const port = await findFreePort();
  const database = `test-${randomBytes(6).toString('hex')}`;
  const uri = new URL(process.env.TEST_MONGODB_URI ?? '');
  uri.pathname = `/${database}`;
  if (uri.username) {
    uri.searchParams.set('authSource', 'admin');
  }
  const child = spawn(process.execPath, appProgram('api'), {
    env: {
      PATH: process.env.PATH,
      REDIS_URL: process.env.TEST_REDIS_URL,
      MONGODB_URI: uri.href,
      BULLMQ_PREFIX: database,
      BEND_HOST: '127.0.0.1',
      BEND_PORT: String(port),
      ENV_FILE: '/nonexistent',
      ...env,
    },
  });
  endWithMe(child);
  running.add(child);
  let text = '';
  child.stdout?.on('data', (chunk) => {
    text += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    text += chunk;
  });
  return { child, url: `http://127.0.0.1:${port}`, output: () => text };
}

async function answers({ url, output, child }: Started): Promise<void> {
  await expect
    .poll(
      async () => {
        if (child.exitCode !== null) {
          throw new Error(`it stopped: ${output()}`);
        }
        return fetch(`${url}/livez`).then(
          (answer) => answer.status,
          () => 0,
        );
      },
      { timeout: 25_000, interval: 100 },
    )
    .toBe(200);
}

const secrets = {
  BETTER_AUTH_SECRET: randomBytes(24).toString('base64url'),
  JWT_SECRET: randomBytes(24).toString('base64url'),
};
const production = { NODE_ENV: 'production', PAYMENT_PROVIDER: 'sandbox', ...secrets };

describe('the process does not start', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    ['with sample secrets', { NODE_ENV: 'production' }, /BETTER_AUTH_SECRET[\s\S]*JWT_SECRET/],
    ['with a short secret', { ...production, JWT_SECRET: 'short-but-mine' }, /JWT_SECRET.*32/],
    [
      'with one secret for two things',
      { ...production, JWT_SECRET: secrets.BETTER_AUTH_SECRET },
      /must differ/,
    ],
    [
      'without a payment provider',
      { NODE_ENV: 'production', ...secrets },
      /add this line: PAYMENT_PROVIDER=sandbox/,
    ],
    ['with an open sign-up', { ...production, ADMIN_SIGNUP: 'open' }, /ADMIN_SIGNUP/],
    [
      'waiting for a replica that its Redis does not have',
      { ...production, DURABILITY: 'ha' },
      /remove the line DURABILITY=ha/,
    ],
    ['with a port that is none', { BEND_PORT: '70000' }, /BEND_PORT/],
  ])('%s in production', async (_, env, message) => {
    const { child, output } = await start(env);
    const [code] = await once(child, 'exit');
    expect(code).not.toBe(0);
    expect(output()).toMatch(message);
    for (const secret of Object.values(secrets)) {
      expect(output()).not.toContain(secret);
    }
  });
});

describe('a production process', () => {
  test('serves a program with a cookie jar and no Origin, and stops when told to', async () => {
    const api = await start(production);
    await answers(api);
    expect(api.output()).toMatch(/Set-up link, works once: \S+\/setup\/[\w-]{16,}/);
    const account = { name: 'Ada', email: 'ada@example.org', password: 'open sesame, please' };
    const up = await post(`${api.url}/api/auth/sign-up/email`, account);
    expect(up.status).toBe(200);
    const cookie = up.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const signIn = await post(`${api.url}/api/auth/sign-in/email`, account, { cookie });
    expect(signIn.status).toBe(200);
    const { token } = await jsonOf<{ token: string }>(signIn);
    const session = await fetch(`${api.url}/api/auth/get-session`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(session.status).toBe(200);
    const evil = { cookie, origin: 'http://evil.example' };
    expect((await post(`${api.url}/api/auth/sign-out`, {}, evil)).status).toBe(403);
    expect((await post(`${api.url}/api/auth/sign-out`, {}, { cookie })).status).toBe(200);

    const setup = /\/setup\/([\w-]+)/.exec(api.output())?.[1];
    const again = await post(`${api.url}/api/auth/sign-in/email`, account);
    const { token: fresh } = await jsonOf<{ token: string }>(again);
    const bearer = { authorization: `Bearer ${fresh}` };
    const first = await post(`${api.url}/team/setup`, { token: setup }, bearer);
    expect([first.status, await first.json()]).toEqual([200, { ok: true, role: 'owner' }]);
    const twice = await post(`${api.url}/team/setup`, { token: setup }, bearer);
    expect(twice.status).toBe(400);
    const early = await fetch(`${api.url}/team/members`, { headers: bearer });
    expect(await early.json()).toMatchObject({ status: 403, code: 'TWO_FACTOR_REQUIRED' });
    const { password } = account;
    const begun = await post(`${api.url}/api/auth/two-factor/enable`, { password }, bearer);
    const { totpURI } = await jsonOf<{ totpURI: string }>(begun);
    const proof = { code: totp(secretIn(totpURI)) };
    const on = await post(`${api.url}/api/auth/two-factor/verify-totp`, proof, bearer);
    const safe = { authorization: `Bearer ${(await jsonOf<{ token: string }>(on)).token}` };
    const members = await fetch(`${api.url}/team/members`, { headers: safe });
    expect(await members.json()).toMatchObject({
      items: [{ email: account.email, role: 'owner' }],
    });

    api.child.kill('SIGTERM');
    await expect
      .poll(() =>
        fetch(`${api.url}/readyz`).then(
          (ready) => ready.json(),
          () => null,
        ),
      )
      .toMatchObject({ status: 'draining' });
    const [code] = await once(api.child, 'exit');
    expect(code).toBe(0);
    expect(api.output()).not.toContain('ada@example.org');
  });
});

describe('an open sign-up', () => {
  test('makes owners of programs and of the admin site, buyers of all others', async () => {
    const api = await start({ ADMIN_SIGNUP: 'open' });
    await answers(api);
    expect(api.output()).toMatch(/ADMIN_SIGNUP=open/);
    const signUp = `${api.url}/api/auth/sign-up/email`;
    const newAccount = () => ({
      name: 'A',
      email: `${randomBytes(5).toString('hex')}@example.org`,
      password: 'sesame',
    });
    const roleOf = async (headers: Record<string, string>) => {
      const up = await post(signUp, newAccount(), headers);
      expect(up.status).toBe(200);
      const { token } = await jsonOf<{ token: string }>(up);
      const authorization = `Bearer ${token}`;
      const sales = await fetch(`${api.url}/flash-sales`, { headers: { authorization } });
      return sales.status === 200 ? 'owner' : 'buyer';
    };
    expect(await roleOf({ origin: 'http://localhost:4200' })).toBe('owner');
    expect(await roleOf({ origin: 'http://localhost:4201' })).toBe('buyer');
    expect(await roleOf({ referer: 'http://localhost:4200/' })).toBe('buyer');
    // Node's own fetch, which names no site but sends Sec-Fetch-Mode.
    expect(await roleOf({})).toBe('owner');
    const program = await postPlainly(signUp, newAccount());
    expect(program.user.role).toBe('owner');
  });
});

async function jsonOf<Body>(answer: Response): Promise<Body> {
  return (await answer.json()) as Body;
}

function post(url: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** Without the headers that `fetch` adds of its own, as k6 and curl do it. */
async function postPlainly(url: string, body: object): Promise<{ user: { role: string } }> {
  const sent = request(url, { method: 'POST', headers: { 'content-type': 'application/json' } });
  sent.end(JSON.stringify(body));
  const [answer] = await once(sent, 'response');
  return JSON.parse(Buffer.concat(await answer.toArray()).toString());
}
