import {
  type Endpoint,
  endpoints,
  isRole,
  type Role,
  roleAtLeast,
  roles,
} from '@flash/shared-types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestApp, type TestApp } from '../testing/app.ts';

let api: TestApp;
const headers = new Map<string, Record<string, string>>();

beforeAll(async () => {
  api = await buildTestApp();
  headers.set('a stranger', {});
  headers.set('buyer', (await api.signInAs(null)).headers);
  for (const role of roles) {
    headers.set(role, (await api.signInAs(role)).headers);
  }
  headers.set('forged', { authorization: 'Bearer n2Vd8xQ0cR7mZ4uJ.bm90IGEgc2lnbmF0dXJl' });
});
afterAll(() => api.close());

const team = Object.entries<Endpoint>(endpoints).filter(([, { role }]) => isRole(role));
const callers = ['a stranger', 'forged', 'buyer', ...roles];

/** Streams never end for callers who may open them. */
const cases = team
  .filter(([, { media }]) => media === 'application/json')
  .flatMap(([name, endpoint]) => callers.map((caller) => [name, caller, endpoint] as const));

test.each(cases)('%s asked by %s', async (_, caller, endpoint) => {
  const { method, path, role } = endpoint;
  // Ids that exist nowhere, and no body: a caller with the role gets as far as that, and no further.
  const url = path.replace(/:[A-Za-z]+/g, '6650f1a2b3c4d5e6f7a8b9c0');
  const answer = await api.inject({ method, url, headers: headers.get(caller) ?? {} });
  const may = roles.includes(caller as Role) && roleAtLeast(caller as Role, role as Role);
  if (may) {
    expect([401, 403, 405]).not.toContain(answer.statusCode);
    expect(answer.statusCode).toBeLessThan(500);
  } else {
    const isSignedIn = caller !== 'a stranger' && caller !== 'forged';
    expect(answer.statusCode).toBe(isSignedIn ? 403 : 401);
    expect(answer.json()).toMatchObject({ code: isSignedIn ? 'FORBIDDEN' : 'UNAUTHENTICATED' });
  }
});

test.each(['a stranger', 'forged', 'buyer'])(
  'streams of the team are closed to %s',
  async (caller) => {
    for (const [, { path }] of team.filter(
      ([, endpoint]) => endpoint.media !== 'application/json',
    )) {
      const url = path.replace(/:[A-Za-z]+/g, '6650f1a2b3c4d5e6f7a8b9c0');
      const answer = await api.inject({ url, headers: headers.get(caller) ?? {} });
      expect(answer.statusCode).toBe(caller === 'buyer' ? 403 : 401);
    }
  },
);

test.each([
  '//flash-sales',
  '/flash-sales/',
  '/Flash-Sales',
  '/%66lash-sales',
  '/flash-sales/%2e',
  '/flash-sales;x',
  '/./flash-sales',
])('%s is no way around the roles', async (url) => {
  const bypass = { 'x-middleware-subrequest': 'middleware:middleware:middleware' };
  const answer = await api.inject({ url, headers: bypass });
  expect([400, 401, 404]).toContain(answer.statusCode);
});
