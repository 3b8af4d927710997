import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildTestApp, type TestApp } from '../testing/app.ts';
import { png } from '../testing/pictures.ts';
import { openSale, someone } from '../testing/shop.ts';

let one: TestApp;
let two: TestApp;
beforeAll(async () => {
  one = await buildTestApp();
  const { mongoUri, bullmqPrefix } = one.deps.env;
  two = await buildTestApp({ env: { mongoUri, bullmqPrefix } });
});
afterAll(async () => {
  await two.close();
  await one.close();
});

describe('two processes behind one address', () => {
  test('a sale made on one can be bought from on the other at once', async () => {
    const { headers } = await one.signInAs('operator');
    for (let i = 0; i < 5; i += 1) {
      const payload = {
        name: 'A',
        startsAt: new Date(Date.now() - 1_000).toISOString(),
        endsAt: new Date(Date.now() + 60_000).toISOString(),
        startingQuantity: 10,
      };
      const made = await one.inject({ method: 'POST', url: '/flash-sales', payload, headers });
      const flashSaleId = made.json().id;
      const buy = await two.inject({
        method: 'POST',
        url: '/orders/buy',
        payload: { email: someone(), flashSaleId },
      });
      expect([buy.statusCode, buy.json().queued]).toEqual([200, true]);
      const page = await two.inject({ url: `/flash-sales/public/sale?flashSaleId=${flashSaleId}` });
      expect(page.json().item.id).toBe(flashSaleId);
    }
  });

  test('an account that signs out on one is signed out on the other, even if that had cached the session', async () => {
    const { headers } = await one.signInAs('viewer');
    const asked = () => two.inject({ url: '/flash-sales', headers });
    expect((await asked()).statusCode).toBe(200);
    await one.inject({ method: 'POST', url: '/api/auth/sign-out', payload: {}, headers });
    await expect.poll(async () => (await asked()).statusCode, { timeout: 2_000 }).toBe(401);
  });

  test('a role taken away on one is gone on the other', async () => {
    const owner = await one.signInAs('owner');
    const { headers, userId } = await one.signInAs('operator');
    const asked = () => two.inject({ url: '/flash-sales', headers });
    expect((await asked()).statusCode).toBe(200);
    const url = `/team/members/${userId}`;
    await one.inject({ method: 'DELETE', url, headers: owner.headers });
    await expect.poll(async () => (await asked()).statusCode, { timeout: 2_000 }).toBe(403);
  });

  test('a picture given on one is shown by the other, and gone there when it is taken away', async () => {
    const { id } = await openSale(one.deps);
    const { headers } = await one.signInAs('operator');
    const url = `/flash-sales/${id}/picture`;
    const shown = async () => (await two.inject({ url })).statusCode;
    expect(await shown()).toBe(404);
    const type = { 'content-type': 'image/png' };
    const sent = { method: 'PUT', url, payload: png, headers: { ...headers, ...type } } as const;
    expect((await one.inject(sent)).statusCode).toBe(200);
    await expect.poll(shown, { timeout: 10_000 }).toBe(200);
    await one.inject({ method: 'DELETE', url, headers });
    await expect.poll(shown, { timeout: 10_000 }).toBe(404);
  });

  test('a key used on one is known on the other', async () => {
    const { headers: as } = await one.signInAs('operator');
    const headers = { ...as, 'idempotency-key': 'one-sale' };
    const payload = {
      name: 'Once',
      startsAt: new Date().toISOString(),
      endsAt: '2999-01-01T00:00:00Z',
      startingQuantity: 1,
    };
    const asked = { method: 'POST', url: '/flash-sales', payload, headers } as const;
    const [first, again] = [await one.inject(asked), await two.inject(asked)];
    expect([first.statusCode, again.statusCode]).toEqual([201, 201]);
    expect(again.json().id).toBe(first.json().id);
    const list = await one.inject({ url: '/flash-sales?q=Once', headers });
    expect(list.json().total).toBe(1);
  });

  test('the system page names the build of each process, and none for one of a version that does not tell', async () => {
    const { headers } = await one.signInAs('viewer');
    const build = { version: '9.9.9', commit: '0123456789ab' };
    await one.deps.db.processes.start('worker', () => ({ build }));
    await two.deps.db.processes.start('api', () => ({ log: 1 }));
    const system = (await one.inject({ url: '/system', headers })).json();
    expect(system).toMatchObject(one.deps.env.build);
    expect(system.processes).toMatchObject([
      { kind: 'api', alive: true, version: null, commit: null },
      { kind: 'worker', alive: true, ...build },
    ]);
    await Promise.all([one, two].map(({ deps }) => deps.db.processes.stop()));
  });
});
