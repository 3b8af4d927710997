import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildTestApp, type TestApp } from '../../testing/app.ts';
import { createIdentity } from './identity.ts';

let api: TestApp;
beforeAll(async () => {
  api = await buildTestApp();
});
afterAll(() => api.close());

const invented = () => ({ authorization: `Bearer ${randomBytes(24).toString('base64url')}` });

/** How often MongoDB was asked for a session while this ran. */
async function sessionQueries(run: () => Promise<unknown>): Promise<number> {
  const { db } = api.deps.db;
  await db.command({ profile: 2 });
  const since = new Date();
  await run();
  await db.command({ profile: 0 });
  const ns = `${db.databaseName}.session`;
  return db.collection('system.profile').countDocuments({ ns, ts: { $gte: since } });
}

test('invented bearer tokens cost a handful of session queries, however many arrive at once', async () => {
  const asked = await sessionQueries(async () => {
    const answers = await Promise.all(
      Array.from({ length: 300 }, () =>
        api.inject({ url: '/api/auth/get-session', headers: invented() }),
      ),
    );
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([401]));
  });
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThan(100);
});

test('invented bearer tokens never push a real session out of what is kept', async () => {
  const { auth, db, redis, subscriber, log } = api.deps;
  const deps = { auth, db, members: db.members, redis, subscriber, log };
  const identity = await createIdentity({ ...deps, keptMax: 10 });
  const { headers, userId } = await api.signInAs('viewer');
  expect(await identity.viewerOf(headers)).toMatchObject({ userId, role: 'viewer' });
  // What this process was told of the sign-up may still be on its way.
  await vi.waitFor(async () => {
    expect(await sessionQueries(() => identity.viewerOf(headers))).toBe(0);
  });
  for (let i = 0; i < 30; i += 1) {
    expect(await identity.viewerOf(invented())).toBeNull();
  }
  const asked = await sessionQueries(async () => {
    expect(await identity.viewerOf(headers)).toMatchObject({ userId });
  });
  expect(asked).toBe(0);
});

test('a session is looked up again after five seconds, also when the host clock was set back', async () => {
  const { auth, db, redis, subscriber, log } = api.deps;
  let [wall, monotonic] = [Date.now(), 1_000];
  const clock = { now: () => wall };
  const deps = { auth, db, members: db.members, redis, subscriber, log, clock };
  const identity = await createIdentity({ ...deps, monotonicNow: () => monotonic });
  const { headers, userId } = await api.signInAs('viewer');
  // What this process was told of the sign-up may still be on its way.
  await vi.waitFor(async () => {
    expect(await sessionQueries(() => identity.viewerOf(headers))).toBe(0);
  });
  await db.members.put({ userId, role: 'support', email: '', name: '', createdBy: null });
  monotonic += 5_100;
  wall -= 3_600_000;
  expect(await identity.viewerOf(headers)).toMatchObject({ userId, role: 'support' });
});
