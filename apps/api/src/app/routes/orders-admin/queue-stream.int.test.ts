import type { Sale } from '@flash/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestApp, type SignedIn, type TestApp } from '../../testing/app.ts';
import { openSale } from '../../testing/shop.ts';

let api: TestApp;
let sale: Sale;
let base: string;
beforeAll(async () => {
  api = await buildTestApp();
  sale = await openSale(api.deps);
  base = await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => api.close());

/** Resolves once the stream shows the sale; `ended` once the server closed it. */
async function watching({ headers }: SignedIn) {
  const answer = await fetch(`${base}/orders/admin/queue/${sale.id}/stream`, { headers });
  const reader = answer.body?.getReader();
  const first = new TextDecoder().decode((await reader?.read())?.value);
  expect(first).toContain('event: counts');
  const ended = async () => {
    while (!(await reader?.read())?.done) {}
    return true;
  };
  return { ended };
}

test('the stream of a console ends when its reader is taken out of the team', async () => {
  const owner = await api.signInAs('owner');
  const eve = await api.signInAs('operator');
  const { ended } = await watching(eve);
  const url = `/team/members/${eve.userId}`;
  await api.inject({ method: 'DELETE', url, headers: owner.headers });
  expect(await ended()).toBe(true);
});

test('a console shows nothing more in a session that has ended', async () => {
  const eve = await api.signInAs('viewer');
  const { ended } = await watching(eve);
  const url = '/api/auth/sign-out';
  await api.inject({ method: 'POST', url, payload: {}, headers: eve.headers });
  expect(await ended()).toBe(true);
});

test('the stream of a console goes on when its reader gets another role that may read it', async () => {
  const owner = await api.signInAs('owner');
  const grace = await api.signInAs('operator');
  const { ended } = await watching(grace);
  const url = `/team/members/${grace.userId}`;
  const payload = { role: 'viewer' };
  await api.inject({ method: 'PATCH', url, payload, headers: owner.headers });
  const after = await Promise.race([ended(), watching(grace).then(() => 'still open')]);
  expect(after).toBe('still open');
});
