import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appProgram, findFreePort, secretIn, totp } from '@flash/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildTestApp, type TestApp } from '../app/testing/app.ts';

let api: TestApp;
beforeAll(async () => {
  api = await buildTestApp();
});
afterAll(() => api.close());

/** The command itself; only MongoDB is there. */
async function admin(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [...appProgram('api', 'admin'), ...args], {
    env: {
      PATH: process.env.PATH,
      MONGODB_URI: api.deps.env.mongoUri,
      REDIS_URL: 'redis://127.0.0.1:1',
      ADMIN_URL: 'https://admin.example.org',
      ENV_FILE: '/nonexistent',
      ...env,
    },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, out, err };
}

const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  api.inject({ method: 'POST', url, payload, headers });

describe('npm run admin -- reset', () => {
  test('lets an owner in who lost password and second factor', async () => {
    const { email, headers } = await api.signInAs('owner');
    const password = 'correct horse';
    const begun = await post('/api/auth/two-factor/enable', { password }, headers);
    const code = totp(secretIn(begun.json().totpURI));
    await post('/api/auth/two-factor/verify-totp', { code }, headers);

    const made = await admin(['reset', ` ${email.toUpperCase()}`]);
    expect([made.code, made.err]).toEqual([0, '']);
    const link = /^https:\/\/admin\.example\.org\/reset\/([\w-]{43})$/m.exec(made.out);
    const token = link?.[1];
    expect((await post('/team/reset', { token, password: 'open sesame, please' })).statusCode).toBe(
      200,
    );
    const signedIn = await post('/api/auth/sign-in/email', {
      email,
      password: 'open sesame, please',
    });
    expect(signedIn.json()).toMatchObject({ token: expect.any(String), user: { role: 'owner' } });
  });

  test.each([
    [
      'says so when no member has the address',
      ['reset', 'unknown@example.org'],
      1,
      /unknown@example/,
    ],
    ['says how it is called', ['reset'], 2, /usage: npm run admin/],
  ])('%s', async (_, args, code, message) => {
    const answer = await admin(args);
    expect([answer.code, answer.out]).toEqual([code, '']);
    expect(answer.err).toMatch(message);
    expect(answer.err).not.toMatch(/\bat .*\.ts:\d/);
  });

  test('says where it looked for MongoDB, without the password', async () => {
    const host = `127.0.0.1:${await findFreePort()}`;
    const MONGODB_URI = `mongodb://ada:secret-word@${host}/x?authSource=admin`;
    const answer = await admin(['reset', 'a@b.example'], { MONGODB_URI });
    expect(answer.code).toBe(1);
    expect(answer.err).toContain(host);
    expect(answer.err + answer.out).not.toContain('secret-word');
  });
});
